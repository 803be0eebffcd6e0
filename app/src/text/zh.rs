//! The sentences: what happened, then what to do. Full sentences, no blame, no exclamation marks.

use contract::{FieldProblem, Refusal, UiError};

/// The sentence of an error.
#[must_use]
pub fn sentence(error: &UiError) -> String {
    match error {
        UiError::Refused(refusal) => refused(refusal),
        UiError::Form(errors) if errors.len() == 1 => field_problem(errors[0].problem),
        UiError::Form(errors) => format!("有 {} 处需要修改，请看标出的项目。", errors.len()),
        UiError::Missing => "没有找到这项内容，可能已被移除，或者不属于您的管理范围。".into(),
        UiError::Denied => "您的账号没有这项权限。如需办理，请联系街道应急办。".into(),
        UiError::SignInNeeded => "请先登录。登录后会回到刚才的页面。".into(),
        UiError::Conflict => "刚刚有人修改过这项内容，请刷新后再试。".into(),
        UiError::ForeignOrigin => {
            "这次提交不是从本平台的页面发出的，已被拦下。请回到本平台的页面重新操作。".into()
        }
        UiError::TooLarge { limit_mib } => {
            format!("文件超过 {limit_mib} MB，没有收下。请拆分或压缩后再上传。")
        }
        UiError::Unreadable => "提交的内容不完整，没有收下。请返回上一页重新填写。".into(),
        UiError::Internal { reference } => {
            format!("系统暂时出错，已记录（编号 {reference}）。请稍后再试；如仍不行，请把编号告诉管理员。")
        }
    }
}

fn refused(refusal: &Refusal) -> String {
    match refusal {
        Refusal::WrongCredentials => "账号或密码不正确，请核对后再试。".into(),
        Refusal::SignInBlocked { seconds } => {
            format!("密码连续输错次数过多，请 {} 后再试。忘记密码可联系街道应急办重置。", wait(*seconds))
        }
        Refusal::AccountDisabled => "这个账号已停用，请联系街道应急办。".into(),
        Refusal::NumberTaken { holder } if holder.is_empty() => {
            "这个证号已登记在另一名人员名下。请核对证件；如有疑问，请联系街道应急办。".into()
        }
        Refusal::NumberTaken { holder } => {
            format!("这个证号已登记在“{holder}”名下。请核对证件；确属登错的，请先移除原来的登记。")
        }
        Refusal::EntryRemoved => "这项登记已被移除，不能再确认。需要时请重新登记。".into(),
        Refusal::WorkbookEmpty => "这个文件是空的。请选择填好的名册模板（.xlsx）。".into(),
        Refusal::NotAWorkbook => "这不是 Excel 工作簿。请下载名册模板，填好后保存为 .xlsx 再上传。".into(),
        Refusal::OldWorkbook => "这是旧版 .xls 文件。请用 Excel 或 WPS 另存为 .xlsx 再上传。".into(),
        Refusal::WorkbookEncrypted => "这个工作簿设了打开密码。请取消密码后再上传。".into(),
        Refusal::WorkbookBroken => {
            "这个工作簿已损坏，无法打开。请用 Excel 或 WPS 打开后另存一份再上传。".into()
        }
        Refusal::WorkbookTooLarge { limit_mib } => {
            format!("这个工作簿超过 {limit_mib} MB。名册只需文字，请删去图片和多余工作表后再上传。")
        }
        Refusal::WorkbookTooManyRows { limit } => format!("行数超过 {limit}，请分成几个文件上传。"),
        Refusal::ColumnsMissing { sheet, columns } => {
            format!("工作表“{sheet}”缺少列：{}。请对照模板补上列名。", columns.join("、"))
        }
        Refusal::SheetMissing { sheet } => format!("没有找到工作表“{sheet}”。请使用名册模板。"),
        Refusal::HeadersMissing { columns } => {
            format!("没有找到表头。工作表里应有这些列：{}。请下载名册模板，对照填写。", columns.join("、"))
        }
        Refusal::WorkbookTooWide { sheet, limit } => {
            format!("工作表“{sheet}”超过 {limit} 列。请删去名册以外的列后再上传。")
        }
        Refusal::WorkbookUnpacksTooLarge { limit_mib } => {
            format!("这个工作簿展开后超过 {limit_mib} MB，没有读取。请只保留名册的文字，另存后再上传。")
        }
        Refusal::RosterWithoutRows => "名册里只有表头，没有内容。请填写后再上传。".into(),
        Refusal::RowsWrong { rows } => {
            format!("有 {rows} 行需要修改，没有写入任何数据。改好后重新上传即可。")
        }
        Refusal::QuestionFile { problem } => super::file_problem(problem),
        Refusal::BankCodeTaken { code } => {
            format!("代号“{code}”已有题库在用，请换一个代号。")
        }
        Refusal::QuestionFaulty { faults } => {
            let faults: Vec<String> = faults.iter().map(super::question_fault).collect();
            format!("题目没有保存，填写的内容都还在。{}", faults.concat())
        }
        Refusal::EditsOpen { questions } => format!(
            "{} 已有没办完的修改。请先办完或放弃那份修改。",
            super::ids(questions)
        ),
        Refusal::EditNotNow { state } => {
            format!("这份修改现在是“{state}”，不能这样办理。请刷新页面看最新状态。")
        }
        Refusal::EditOfAnother => "这份草稿是同事写的，只能由本人修改和提交。如需接手，请本人放弃后重新起草。".into(),
        Refusal::EditsStale { questions } => format!(
            "起草以后，{} 已发布了新的内容。请退回起草人，对照新内容改好后再审核。",
            super::ids(questions)
        ),
        Refusal::NoEdits => "没有可以办理的修改。".into(),
        Refusal::BankUnsound { errors } => {
            format!("按已审核的修改发布后，题库会有 {errors} 处错误，没有发布。请按检查结果修改。")
        }
        Refusal::TrainingWithoutTest => "凡培训必考核：请先为这个培训选好考核用的题库，再发布。".into(),
        Refusal::TrainingWithoutLesson => "请先写好培训内容，或至少编一个课件，再发布。".into(),
        Refusal::NobodyMeant => "按所选对象，没有人需要参加。请核对对象后再发布。".into(),
        Refusal::AlreadyPublished => "这个培训已经发布，内容不能再改。".into(),
        Refusal::NotPublished => "这个培训还是草稿，请先发布；发布时会自动登记应训人员。".into(),
        Refusal::AudienceEmpty => "还没有选定对象。请至少在一个条件里勾选一项，或指定参加人员。".into(),
        Refusal::AudienceTooLong => "条件最多 8 条，指定人员最多 500 人。请合并条件后再保存。".into(),
        Refusal::AudienceByRanking => "这一轮由上一轮的前几名参加，不另设对象。".into(),
        Refusal::NobodyToEnrol => "没有可以登记的新增应训人员，名单可能刚刚办理过。".into(),
        Refusal::PolicyNoDraft => "没有正在起草的制度版本。请先起草新版本。".into(),
        Refusal::PolicyEmpty => "这一版还没有任何要求，不能批准。请先填写。".into(),
        Refusal::PolicyTooLong => "一版制度最多 100 条要求。请合并后再添加。".into(),
        Refusal::NothingToFreeze => "没有在营单位，无法冻结口径。请先导入单位名册。".into(),
        Refusal::AttendeesWithoutResult { count } => {
            format!("还有 {count} 人没有考核结果，不能结束。请等他们考完，或写明理由予以免考。")
        }
        Refusal::AlreadyExcused => "这位学员已经免考，没有重复办理。".into(),
        Refusal::ExcuseNeedsSecond => "提出免考的人不能自己批准，请由应急办另一位同事审批。".into(),
        Refusal::SignInFirst => "这是现场培训，请先到场签到，再参加考核。场次见培训页面。".into(),
        Refusal::OnlineOnly => "这个培训是线上学习，没有现场签到。如需现场授课，请先改为现场或线上线下结合。".into(),
        Refusal::NothingTaught => "竞赛和干部测试没有授课，不设场次。".into(),
        Refusal::ModeStays => "已经有人签到，授课方式不能再改。".into(),
        Refusal::SessionAttended => "已经有人签到，场次的时间和学时不能再改，也不能删除。".into(),
        Refusal::SessionNotOpen { opens } => format!("这一场 {opens} 开始签到，请到时再来。"),
        Refusal::SessionOver { closed } => {
            format!("签到已于 {closed} 截止。确已到场的，请联系现场工作人员，由工作人员在次日前补签。")
        }
        Refusal::SessionFull { capacity } => {
            format!("这一场已签满 {capacity} 人。请参加其他场次，或请工作人员调整人数上限。")
        }
        Refusal::NotMeantHere => "这个人不在本次培训的对象范围内，不能签到。请核对岗位，或参加适合的培训。".into(),
        Refusal::SignCodeOld => {
            "这个签到码已经更新，或者不是这一场的。请在会场大屏幕前重新扫码，也可以请工作人员手工签到。".into()
        }
        Refusal::ScanOver => {
            "扫码已超过 3 分钟，或已被使用。请看大屏幕重新扫码，也可以请工作人员手工签到。".into()
        }
        Refusal::EvidenceUnreadable => "这个文件打不开。请上传 JPG、PNG 图片或 PDF 文件。".into(),
        Refusal::EvidenceFull => "证明材料最多 3 个，已经传满。".into(),
        Refusal::EvidenceFirst => "还没有证明材料，不能确认。请先上传通知、签到表或照片。".into(),
        Refusal::ConfirmNeedsSecond => "登记的人不能自己确认，请由应急办另一位同事核对后确认。".into(),
        Refusal::ActivityStands => "这次活动已经登记举办或取消，不能再改。".into(),
        Refusal::ActivityToCome { day } => format!("活动在 {day} 举办，当天起才能登记举办情况。"),
        Refusal::ExternalStands => "这次活动已经确认，不能再改。".into(),
        Refusal::SignInStands => "这个人已经开始考核，签到不能撤销。".into(),
        Refusal::BankTooSmall { kind, missing } => {
            format!("所选题库的{kind}还缺 {missing} 道，组不成一份试卷。请再选题库。")
        }
        Refusal::QuestionsRepeated => "所选题库里有相同的题目，不能一起组卷。同一题库请只选一个版本。".into(),
        Refusal::BlueprintFaulty { faults } => {
            let faults: Vec<String> = faults.iter().map(super::blueprint_fault).collect();
            format!("方案没有保存。{}", faults.concat())
        }
        Refusal::BankWithdrawn { bank } => {
            format!("该方案使用的题库“{bank}”已停用，请重新选择题库，保存方案后再试。")
        }
        Refusal::BankAlreadyWithdrawn => "这个题库版本之前已经停用，没有重复办理。".into(),
        Refusal::SittingsRunning { count } => {
            format!("还有 {count} 人正在考核，密钥尚未公开。全部交卷后才能导出试卷复核包。")
        }
        Refusal::ExamNotOpen { opens } => format!("考核将于 {opens} 开始，请届时再来。"),
        Refusal::ExamClosed { closed } => format!("考核已于 {closed} 截止。如需补考，请联系街道应急办。"),
        Refusal::ExamStillOpen { closes } => {
            format!("考核 {closes} 截止，此前不能导出复核包：它含有组卷密钥，提前公开会泄露别人的试卷。")
        }
        Refusal::RoomNotOpen { place, opens } => {
            format!("您的场次在“{place}”，{opens} 开始。请到时再进入。")
        }
        Refusal::RoomElsewhere { place } => {
            format!("这一场只能在“{place}”的网络内进入。请连接考场的无线网络后再试，或请监考人员帮助。")
        }
        Refusal::EntryCodeWrong { place } => {
            format!("考场口令不对。请输入监考人员在“{place}”宣读的 6 位数字。")
        }
        Refusal::EntryCodeBlocked { seconds } => {
            format!("考场口令连续输错，请 {} 后再试，或请监考人员帮助。", wait(*seconds))
        }
        Refusal::NobodyToSeat => "没有还需要安排的人：都已有成绩、正在考，或已排入其他场次。".into(),
        Refusal::SitsAlready => "这名考生已经开始或完成本次考核，不能再录入纸质答卷。".into(),
        Refusal::KeyedInWrong { items } => {
            format!("第 {items} 题的答案看不懂，一题也没有录入。单选、多选填字母（如 B、ACD），判断填 对 或 错，没有作答的留空。")
        }
        Refusal::LessonFirst => "请先学完课件，再参加考核。".into(),
        Refusal::PartsLeft { .. }
        | Refusal::PartTooSoon { .. }
        | Refusal::VideoNotWatched { .. }
        | Refusal::LessonsFrozen
        | Refusal::TooManyParts { .. }
        | Refusal::MediaUnpublished { .. }
        | Refusal::MediaUnknown
        | Refusal::MediaThere { .. }
        | Refusal::UploadCutOff
        | Refusal::StorageFull
        | Refusal::OwnUpload
        | Refusal::MediaNotNow { .. } => super::lesson_refusal(refusal),
        Refusal::NoAttemptLeft { used } => {
            format!("{used} 次考核机会已用完，需要重新参加培训。请联系街道应急办安排。")
        }
        Refusal::CoolDown { until } => format!("请先看错题，{until} 后可以再考。"),
        Refusal::AlreadyPassed => "您已经合格，不需要再考。".into(),
        Refusal::TimeIsUp { since } => format!("考核时间已于 {since} 结束，此前保存的答案有效。"),
        Refusal::AlreadySubmitted => "试卷已经交过了，成绩以第一次交卷为准。".into(),
        Refusal::TakenOver => {
            "这场考核已在另一台设备上继续，本页不能再作答。如要在本机继续，请点“在本机继续”。".into()
        }
        Refusal::StaleForm => "这一页显示的不是最新答案，已为您刷新，请核对后再选。".into(),
        Refusal::NoSuchItem => "试卷里没有这道题，请回到题目一览重新选择。".into(),
        Refusal::AnswerMalformed => "这道题的答案没有选好，请重新选择。".into(),
        Refusal::SittingVoided { reason } => {
            format!("这次考核已作废：{reason}。不能再作答，也不计入考核次数。")
        }
        Refusal::SittingHandedIn => {
            "这份试卷已经交卷，不能延长。成绩还没有给考生看、也没有合格的，可以改用“重新开放”。".into()
        }
        Refusal::SittingRuns => "这场考核还在进行，不用重新开放。时间不够的，请用“延长”。".into(),
        Refusal::ResultSeen => {
            "考生已经看过成绩和正确答案，不能重新开放。确有问题的，请写明理由作废，考生可以换一份试卷再考。"
                .into()
        }
        Refusal::SittingPassed => "这次考核已经合格，不能重新开放。".into(),
        Refusal::LaterSitting => "考生已经开始了后面一次考核，这一次不能重新开放。".into(),
        Refusal::TrainingArchived => {
            "这个培训已经结束归档，考核结果不能再改。确有问题的，请联系审计人员处理。".into()
        }
        Refusal::YearNotOpen { year } => format!("{year} 年度的演练抽签还没有开启，请先开启年度。"),
        Refusal::YearAlreadyOpen { year } => format!("{year} 年度已经开启，锚值已公布，不能重来。"),
        Refusal::NotAWorkingDay { date } => format!("{date} 不是工作日，不抽签。"),
        Refusal::AlreadyDrawn => "今天已经抽过，结果不会改变。".into(),
        Refusal::NotDrawn => "今天还没有抽签。".into(),
        Refusal::NotReleased { at } => format!("这次演练 {at} 才向演练组公布，此前任何人都看不到单位。"),
        Refusal::NoRiskPoint => {
            "这家单位还没有登记风险点，无法抽取地点。请在备注中说明后中止，并补登记。".into()
        }
        Refusal::NoScenario => "没有适合这家单位的情景卡，请联系街道应急办补充。".into(),
        Refusal::WrongStage => "这次演练已进入别的阶段，页面已为您刷新。".into(),
        Refusal::OnlyToday { today } => format!("只能抽取当天（{today}）的演练，结果在当天上午以前不存在。"),
        Refusal::NoTeam => "还没有演练组，抽出来也没有人去。请先登记演练组。".into(),
        Refusal::NothingToRelease => "今天没有等待本组领取的演练。".into(),
        Refusal::SafetyNotConfirmed => {
            "安全检查还有未确认的项目。请逐项确认后再宣布开始，不具备条件的请中止。".into()
        }
        Refusal::NotStarted => "演练还没有宣布开始，不能结束。如不能进行，请写明理由中止。".into(),
        Refusal::LinksNotPublished => "当日链值还没有公布，暂不能导出复核文件。公布后即可导出。".into(),
        Refusal::LinksOut => "当日链值已经公布，不再下发演练。".into(),
        Refusal::DrillsRunning { count } => format!("还有 {count} 场演练没有结束，结束后才能公布当日链值。"),
        Refusal::DayNotOver => {
            "今天抽中的演练还没有全部结束。全部结束后，或过了今天，才能公布当日链值。".into()
        }
        Refusal::NoWorkers => "这家单位没有登记在岗的一线从业人员，无法抽取。请先补录名册，再发起测试。".into(),
        Refusal::FewWorkers { have } => {
            format!("这家单位在岗的一线从业人员只有 {have} 人，不够抽。请减少抽取人数。")
        }
        Refusal::UnitClosed => "这家单位已登记为关闭，不再测试。如仍在营，请联系街道应急办核对名册。".into(),
        Refusal::SpotBankTooSmall { kind, missing } => {
            format!("适合这家单位从业人员的{kind}还缺 {missing} 道，组不成一份试卷。请联系街道应急办补充题库。")
        }
        Refusal::SpotDrawn => "这次测试已经抽过人，次序不会改变。".into(),
        Refusal::SpotNotDrawn => "这次测试还没有抽取人员，请先抽取。".into(),
        Refusal::SpotEnded => "这次现场测试已经结束。".into(),
        Refusal::SpotNotEnded => "这次现场测试还没有结束，请结束后再办理。".into(),
        Refusal::SpotSitting { count } => {
            format!("还有 {count} 人正在作答，不能结束。请等他们交卷，或等作答时间到。")
        }
        Refusal::WorkerSettled => "这个人已经开始作答，或已登记为不在场，不能再改。".into(),
        Refusal::MasteryReached => "掌握率没有低于 60%，或还没有人交卷，不需要下达补训。".into(),
        Refusal::FollowUpThere => "已经为这次测试下达过补训，没有重复下达。".into(),
        Refusal::FollowUpSettled => "这项补训已经办结。".into(),
        Refusal::SpotCodeUnknown => "这个二维码不能识别，可能没有扫全。请在检查人员的手机上重新扫描。".into(),
        Refusal::SpotCodeUsed => {
            "二维码已被使用，只能由第一次确认的那部手机作答。如果那不是您，请告诉检查人员，请他重新出示二维码。".into()
        }
        Refusal::SpotCodeExpired { since } => {
            format!("二维码已于 {since} 过期，不能再用。请检查人员重新出示二维码。")
        }
        Refusal::SpotCodeReplaced => "二维码已换新，这一个不能再用。请扫描检查人员手机上最新的二维码。".into(),
        Refusal::SpotTooLate { until } => format!("补交已于 {until} 截止，答案没有收下。请联系检查人员。"),
        Refusal::SpotAnsweredLate { deadline } => {
            format!("这些答案是在作答时间 {deadline} 截止以后改动的，没有收下。")
        }
        Refusal::GlyphMissing { character, code_point } => {
            format!(
                "字库里没有“{character}”（{code_point}）这个字，证明暂未生成。请把这个编码告诉管理员补充字库。"
            )
        }
        Refusal::AlreadyThere => "已经有同样的内容，没有重复添加。".into(),
        Refusal::OfficialsBank => "“干部测试”题库只用于干部测试。请改选别的题库，或新建干部测试。".into(),
        Refusal::RankingTooEarly { closes } => {
            format!("竞赛 {closes} 截止，此前不排名次。请到时再公布。")
        }
        Refusal::CandidatesSitting { count } => {
            format!("还有 {count} 人正在作答，不能排名次。请等他们交卷后再公布。")
        }
        Refusal::NobodySat => "没有人交卷，无法排名次。".into(),
        Refusal::NotRanked => "名次还没有公布。请先公布名次，再办理这一项。".into(),
        Refusal::AlreadyRanked => "名次已经公布，不会再改变。".into(),
        Refusal::NotProposed => "还没有提出推荐名单。请先提出，再办理这一项。".into(),
        Refusal::RecommendationStands => "推荐名单已经批准，不能再改。".into(),
        Refusal::ApproverIsProposer => {
            "提出或最后改动名单的人不能自己批准。请由应急办另一位同事核对后批准。".into()
        }
        Refusal::RoundTaken => "这一轮已经有下一轮了，请在培训列表中打开它。".into(),
        Refusal::SheetHandedIn => {
            "您对这位人员的评分已经提交，不能再改。如有差错，请由应急办另行记录。".into()
        }
        Refusal::NotDisputed => "两位考评员的评分相差不超过 20 分，不需要合议说明。".into(),
        Refusal::MistakesFirst { left } => {
            format!("上次考核还有 {left} 道错题没有看完。请先到“错题本”逐题重做，看完后再考。")
        }
        Refusal::SecondPersonNeeded => "提议更正的人不能自己批准，请由应急办另一位同事审定。".into(),
        Refusal::AlreadyDecided => "这项更正已有审定结果，不能再改。".into(),
        Refusal::CorrectionWaits => "这道题已有一项更正在等待审定，请先审定那一项。".into(),
        Refusal::KeyUnchanged => "所选答案就是现在的答案，没有可更正的内容。请核对后再提。".into(),
        Refusal::KeyMisfits => "更正后的答案与题型不符：单选选一项，多选至少选两项，填空至少写一种写法。".into(),
        Refusal::NotFailed => "这位学员没有考核不合格，不需要重新培训。".into(),
        Refusal::AttemptsLeft { left } => format!("这位学员还有 {left} 次考核机会，用完仍不合格再安排重新培训。"),
        Refusal::RoundsUsed { rounds } => {
            format!("这位学员已培训 {rounds} 轮，不能再安排。请另行安排面授或调整岗位，并登记免考理由。")
        }
        Refusal::RetrainingTooLate { closed } => {
            format!("考核已于 {closed} 截止，不能在原考核上重新培训。请为这些学员新建一次培训。")
        }
        Refusal::SittingNow => "这位学员正在考核，交卷后再办理。".into(),
        Refusal::NobodyToRetrain => "没有可以安排重新培训的学员：需考核机会已用完、仍不合格，且考核未截止。".into(),
        Refusal::CertificateRevoked => "这份证明已撤销，不能恢复，也不能换发。需要时请安排重新考核。".into(),
        Refusal::ReissueUnchanged { cause } => format!("换发原因是“{}”，但内容没有变化。请填写新的内容。", cause.term()),
        Refusal::ReissueMisfit { cause } => {
            format!("换发原因是“{}”，其他内容不能同时改动。请还原后再提交，或分两次换发。", cause.term())
        }
        Refusal::NoCertificates => "没有符合条件、可以取用的证明。请放宽查找条件；已撤销的证明不打印。".into(),
        Refusal::BundleTooLarge { count, most } => {
            format!("符合条件的证明有 {count} 份，一次最多打包 {most} 份。请按年度、单位或培训分几次下载。")
        }
        Refusal::BundlesBusy { most } => {
            format!("正在同时打包 {most} 份下载，服务器暂时不再接新的。请等其中一份下载完再试。")
        }
        Refusal::PrintTooLarge { count, most } => {
            format!("符合条件的证明有 {count} 份，一个打印文件最多 {most} 份。请按单位、培训或年度分几次打印。")
        }
        Refusal::PrintGlyphMissing { serial, character, code_point } => format!(
            "证明 {serial} 里的“{character}”（{code_point}）字库没有，打印文件没有生成。请在查找条件里排除这份证明，并请管理员补充字库。"
        ),
        Refusal::TemplateWithoutDraft => "没有待启用的草稿，可能刚刚已经启用或放弃。请看下面现行的样式。".into(),
        Refusal::TemplateUnchanged => "草稿与现行样式相同，没有启用新版。".into(),
        Refusal::CodesBlocked { seconds } => {
            format!("核验码错误次数过多，请 {seconds} 秒后再试。扫描证明上的二维码可以避免输错。")
        }
    }
}

fn wait(seconds: i64) -> String {
    if seconds <= 90 { format!("{seconds} 秒") } else { format!("{} 分钟", (seconds + 59) / 60) }
}

/// The sentence of a wrong field.
#[must_use]
pub fn field_problem(problem: FieldProblem) -> String {
    match problem {
        FieldProblem::Empty => "请填写这一项。".into(),
        FieldProblem::TooShort { least } => format!("至少 {least} 个字。"),
        FieldProblem::TooLong { most } => format!("最多 {most} 个字。"),
        FieldProblem::OutOfRange { least, most } => format!("请填 {least} 到 {most} 之间的整数。"),
        FieldProblem::NotADate => "请填写今天或以后的日期，例如 2026-12-31。".into(),
        FieldProblem::NotAPastDate => "请填写今天或以前的日期，例如 2026-03-01。".into(),
        FieldProblem::NotADayPast => {
            "请填今天或以前的日期；单位可补记最近一个月，应急办可补记到去年年初。".into()
        }
        FieldProblem::Differs => "两次输入的不一致，请重新输入。".into(),
        FieldProblem::WrongPassword => "原密码不正确。".into(),
        FieldProblem::Unchanged => "新密码不能与原密码相同。".into(),
        FieldProblem::NoFile => "请先选择一个文件。".into(),
        FieldProblem::NothingChosen => "请至少选一项。".into(),
        FieldProblem::StatutoryWords => {
            "这里不能出现操作证、资格证、考核合格证、职业技能等字样：本证明不是法定证书，不能让人误认。"
                .into()
        }
        FieldProblem::NotASeal => {
            "请选择 PNG 或 JPEG 图片，不超过 512 KB，每边不超过 800 像素；JPEG 请用 RGB 或灰度颜色。".into()
        }
        FieldProblem::OfficialsOnly => {
            "干部测试只面向党政领导、安委会成员单位、管理区职能人员和执法人员。".into()
        }
        FieldProblem::NotAPeriod => {
            "请填起止时间，例如 09:00 至 09:40；结束要晚于开始，也要晚于现在。".into()
        }
        FieldProblem::RoundOrder => "这一轮要排在上一轮之后。".into(),
        FieldProblem::SheetLine { line } => {
            format!("第 {line} 行看不明白。每行写：项目｜标准｜分值，否决项在行末加“｜否决”。")
        }
        FieldProblem::SheetTotal { have } => {
            format!("各项合计 {} 分，应为 100 分。", super::points(i32::try_from(have).unwrap_or(i32::MAX)))
        }
        FieldProblem::TooFew { least } => format!("请至少选 {least} 项。"),
        FieldProblem::ItemPoints { item, most } => format!(
            "第 {item} 项请填 0 到 {} 之间的分数，最多两位小数。",
            super::points(i32::try_from(most).unwrap_or(i32::MAX))
        ),
        FieldProblem::PeopleUnknown { lines } => {
            format!("有 {lines} 行没有对应到唯一的在岗人员。每行写：姓名，手机号。")
        }
        FieldProblem::NotACode => {
            "代号请用 2 到 40 个小写字母、数字和单个连字符，以字母开头，例如 fire-law。".into()
        }
        FieldProblem::NotATime => "请填写时间，例如 2026-11-23 14:00；须在考核开放期间。".into(),
        FieldProblem::NotADay => "请填写日期，例如 2026-11-23。".into(),
        FieldProblem::DateMisfit => {
            "与其他日期对不上：不能晚于今天发证或检查，有效期要晚于发证且不超过 10 年，复审要在有效期以内。"
                .into()
        }
        FieldProblem::NotTags => "最多 8 个标签，每个不超过 12 个字，用顿号或逗号分开。".into(),
        FieldProblem::NoAlt { picture } => {
            format!("请为第 {picture} 张图片写一句文字说明，看不到图片的学员靠它了解内容。")
        }
        FieldProblem::NotANetwork => {
            "请填写网络地址，例如 192.168.1.0/24；多个用逗号分开，不限则留空。".into()
        }
    }
}

/// The sentence of something that went right.
#[must_use]
pub fn done(code: &str) -> Option<&'static str> {
    Some(match code {
        "signed_out" => "已安全退出。",
        "password_changed" => "密码已修改，其他设备上的登录已退出。",
        "roster_imported" => "名册已导入。",
        "statutory_entered" => "已登记。",
        "statutory_proposed" => "已提交，由街道应急办确认后生效。",
        "entry_confirmed" => "已确认，登记生效。",
        "entry_removed" => "已移除，理由已记录。",
        "post_noted" => "岗位登记已更新。",
        "fact_taken_over" => "单位情况已按台账更新，并记入日志。",
        "register_imported" => "台账已导入。",
        "training_created" => "培训已保存为草稿。",
        "blueprint_saved" => "考核方案已保存。",
        "bank_created" => "题库已建立。现在可以出题。",
        "questions_imported" => "题目已导入，成为待提交的草稿。请逐题看过后提交审核。",
        "question_saved" => "草稿已保存。写好后请提交审核。",
        "question_submitted" | "edit_submitted" => "已提交审核，由您以外的应急办同事审核。",
        "edit_returned" => "已退回为草稿，起草人可以继续修改。",
        "edit_approved" => "审核通过，发布新版时写入题库。",
        "edit_discarded" => "已放弃，留作记录。",
        "bank_published" => "新版题库已发布，新的考核方案可以选用。",
        "bank_withdrawn" => "题库已停用，新的考核方案不再使用；已发布的培训和已考试卷不受影响。",
        "training_published" => "培训已发布，学员现在可以学习和考核。",
        "audience_saved" => "培训对象已保存。",
        "audience_named" => "指定人员已更新。",
        "newcomers_enrolled" => "新增应训人员已登记，他们现在可以学习和考核。",
        "policy_begun" => "已起草新版本，改好后请另一位同事批准。",
        "policy_saved" => "草案已保存。",
        "policy_approved" => "制度已批准，到生效日期起执行。",
        "policy_dropped" => "草案已作废，留作记录。",
        "post_corrected" => "任职日期已更正，培训责任按新日期计算。",
        "duties_computed" => "培训责任已重新计算。",
        "notices_read" => "已全部标为已读。",
        "message_resent" => "已重新排队，一分钟内发送。",
        "coverage_frozen" => "口径已冻结，覆盖率按这份名单计算。",
        "training_closed" => "培训已结束并归档。",
        "retraining_ordered" => "已安排重新培训，学员需重新学习课件，考核机会从头计算。",
        "mistake_understood" => "已移出错题本。",
        "correction_proposed" => "已提交更正，请应急办另一位同事审定。审定前成绩不变。",
        "correction_approved" => "更正已批准，相关答卷已重新判分，原成绩一并保留。",
        "correction_refused" => "这项更正未采用，成绩不变。",
        "attendee_excused" => "已登记免考及理由。",
        "excuse_proposed" => "免考申请已提出，等待应急办另一位同事审批。",
        "excuse_refused" => "已退回免考申请，这位学员仍需考核。",
        "form_saved" => "授课方式已保存。",
        "session_saved" => "场次已保存。",
        "session_removed" => "场次已删除。",
        "signed_in_here" => "签到成功。",
        "signed_by_hand" => "已签到。",
        "activity_planned" => "已登记，活动已排上日历。",
        "activity_held" => "已登记举办情况。",
        "activity_cancelled" => "已取消，原因一并保留。",
        "campaign_begun" => "专项活动已建立。登记活动时可以归入它。",
        "external_recorded" => "已登记。请上传证明材料，再由另一位同事确认。",
        "evidence_added" => "材料已上传。",
        "external_confirmed" => "已确认。",
        "carrier_recorded" => "已记录。",
        "carrier_struck" => "已撤销这条记录，理由一并保留。",
        "sign_in_undone" => "已撤销签到并记录理由。",
        "lesson_read" => "课件已学完，可以参加考核了。",
        "answer_saved" => "已保存。",
        "exam_submitted" => "已交卷。",
        "room_opened" => "场次已安排，试卷已按座位抽好封存。",
        "answers_keyed_in" => "纸质答卷已录入并交卷。",
        "attempt_extended" => "已延长，考生页面会在半分钟内显示新的截止时间。",
        "attempt_reopened" => "已重新开放，考生可以接着作答。",
        "attempt_voided" => "已作废，考生可以换一份试卷再考。",
        "invigilator_named" => "已指定监考人员。",
        "invigilator_released" => "已取消监考指定。",
        "taken_over" => "已在本机继续，原设备不能再作答。",
        "year_opened" => "年度已开启，锚值已写入日志。",
        "drawn" => "今日抽签已完成，结果在公布时刻前对所有人保密。",
        "links_published" => "当日链值已公布，任何人都可以复核今天的抽签。",
        "drill_released" => "演练任务已领取，请按时出发，不要提前告知单位。",
        "drill_started" => "演练已开始计时。",
        "arrived" => "情景和地点已抽取。",
        "marked" => "已记录。",
        "drill_finished" => "演练已结束并归档。",
        "spot_opened" => "名单已封存，可以抽取了。",
        "spot_drawn" => "已抽取，次序不会改变。",
        "spot_absent" => "已登记不在场。名单里还有人的，由下一位顺次递补。",
        "spot_ended" => "现场测试已结束，结果已归档。",
        "follow_up_ordered" => "补训已下达并记录。",
        "follow_up_done" => "补训已办结。",
        "drill_aborted" => "演练已中止并记录理由。",
        "ranking_published" => "名次已公布，参赛人员现在可以看到自己的名次。",
        "recommendation_proposed" => "推荐名单已提出，等待另一位同事批准。",
        "candidate_left_out" => "已记录不推荐的理由，名单已按名次递补。",
        "recommendation_approved" => "推荐名单已批准。",
        "sheet_made" => "评分表已保存为新版本。",
        "practical_opened" => "实操考核已建立，考评员现在可以打分。",
        "practical_judged" => "评分已提交。",
        "practical_reconciled" => "合议说明已记录。",
        "judge_added" => "已增加一位考评员。",
        "template_tried" => "草稿已保存，请看预览。启用之前，签发的证明仍用现行样式。",
        "template_published" => "新样式已启用，此后签发的证明使用；以前签发的保持原样。",
        "template_dropped" => "草稿已放弃，现行样式不变。",
        "certificate_revoked" => "证明已撤销，核验页面现在显示撤销时间和理由。",
        "certificate_reissued" => "已换发。旧证明的二维码现在显示已换发，并指向新证明。",
        other => return super::lesson_done(other),
    })
}
