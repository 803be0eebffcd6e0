//! The auditor's first page and the log.

use crate::{
    layout::{self, Desk},
    text,
    ui::{self, Column, Link, cells, fact},
};
use contract::{
    Frame,
    audit::{AuditHome, LogView},
};
use leptos::prelude::*;

/// The auditor's first page.
#[must_use]
pub fn home(frame: &Frame, view: &AuditHome) -> String {
    let subtitle = format!("{} · 只读", view.street);
    layout::desk(frame, Desk { subtitle, ..Desk::titled("总览") }, || {
        let facts = vec![
            fact("证明", format!("{} 份", view.certificates)),
            fact("日志", format!("{} 条", view.entries)),
            fact("最近一条", view.last_entry.map_or_else(|| "—".into(), text::second)),
        ];
        let ways = [
            ("/audit/certificates", "查证明", "按姓名、单位或编号查找，下载 PDF，扫二维码核验。"),
            ("/audit/draws", "复核抽签", "下载当日证据包，用 anxun drill verify 逐步重算。"),
            ("/audit/log", "看日志", "谁在何时做了什么；只增不改，每条都有校验值。"),
            ("/office/progress", "看进度", "四不演练占比、负责人覆盖、合格率及其明细。"),
        ]
        .map(|(href, label, about)| {
            view! { <ui::Card title=label><p>{about}</p><ui::LinkButton href=href>{label}</ui::LinkButton></ui::Card> }
        });
        view! { <ui::Card><ui::Facts items=facts/></ui::Card><div class="grid">{ways}</div> }.into_any()
    })
}

/// The name of an event, for people.
fn event_term(code: &str) -> &str {
    match code {
        "signed_in" => "登录",
        "sign_in_refused" => "登录被拒",
        "signed_out" => "退出",
        "password_changed" => "改密码",
        "account_created" => "建账号",
        "roster_imported" => "导入名册",
        "bank_published" => "题库定版",
        "bank_created" => "新建题库",
        "question_edited" => "起草题目修改",
        "edits_moved" => "题目修改办理",
        "bank_withdrawn" => "题库停用",
        "questions_imported" => "导入题目",
        "questions_exported" => "导出题目",
        "training_created" => "建培训",
        "training_published" => "发布培训",
        "exam_committed" => "考试密钥承诺",
        "ranking_published" => "公布竞赛名次",
        "tie_drawn" => "同分同时抽签",
        "recommendation_proposed" => "提出推荐名单",
        "candidate_left_out" => "推荐中剔除",
        "recommendation_approved" => "批准推荐名单",
        "score_sheet_made" => "制定评分表",
        "practical_opened" => "建立实操考核",
        "practical_judged" => "实操评分",
        "practical_reconciled" => "实操合议",
        "practical_judge_added" => "增加考评员",
        "lesson_read" => "学完课件",
        "lessons_changed" => "编写课件",
        "lesson_finished" => "学完一个部分",
        "media_added" => "上传素材",
        "media_moved" => "素材审核、发布或停用",
        "attendee_excused" => "免考",
        "excuse_proposed" => "申请免考",
        "excuse_refused" => "退回免考申请",
        "training_form_set" => "定授课方式",
        "session_planned" => "安排场次",
        "session_removed" => "删除场次",
        "session_signed_in" => "现场签到",
        "session_sign_in_undone" => "撤销签到",
        "activity_planned" => "登记活动",
        "activity_held" => "登记活动举办情况",
        "activity_cancelled" => "取消活动",
        "campaign_begun" => "新建专项活动",
        "external_recorded" => "登记上级培训",
        "evidence_added" => "上传证明材料",
        "external_confirmed" => "确认上级培训",
        "carrier_recorded" => "记录五个载体",
        "carrier_struck" => "撤销载体记录",
        "retraining_ordered" => "安排重新培训",
        "mistake_studied" => "看错题",
        "correction_proposed" => "提议更正答案",
        "correction_decided" => "审定答案更正",
        "attempt_regraded" => "重新判分",
        "training_closed" => "结束培训",
        "attempt_started" => "开始考核",
        "attempt_taken_over" => "换设备作答",
        "attempt_submitted" => "交卷评分",
        "certificate_issued" => "签发证明",
        "certificate_downloaded" => "下载证明",
        "certificate_verified" => "核验证明",
        "certificate_revoked" => "撤销证明",
        "audience_changed" => "修改培训对象",
        "newcomers_enrolled" => "登记新增应训",
        "policy_moved" => "办理培训制度",
        "post_corrected" => "更正任职日期",
        "coverage_frozen" => "冻结覆盖口径",
        "message_resent" => "重新发送消息",
        "certificate_reissued" => "换发证明",
        "certificate_file_checked" => "核对证明文件",
        "certificates_bundled" => "打包下载证明",
        "certificates_printed" => "打印证明",
        "certificate_template_published" => "启用证明样式",
        "certificates_exported" => "导出证明清单",
        "drill_year_opened" => "开启演练年度",
        "draw_inputs_frozen" => "冻结抽签输入",
        "draw_made" => "抽签",
        "sealed_target_viewed" => "查看密封对象",
        "drill_dispatched" => "派出演练组",
        "drill_arrived" => "到场",
        "drill_marked" => "演练计时",
        "drill_finished" => "演练结束",
        "drill_aborted" => "演练中止",
        "links_published" => "公布链值",
        "spot_opened" => "发起现场测试",
        "spot_drawn" => "现场抽人",
        "spot_absent" => "登记不在场",
        "spot_code_made" => "出示二维码",
        "spot_started" => "现场测试开始作答",
        "spot_resumed" => "换机继续作答",
        "spot_handed_in" => "现场测试交卷",
        "spot_ended" => "结束现场测试",
        "follow_up_ordered" => "下达补训",
        "follow_up_done" => "办结补训",
        "bundle_exported" => "导出证据包",
        "archive_downloaded" => "下载培训档案",
        "statutory_entered" => "登记法定证书",
        "statutory_confirmed" => "确认法定证书",
        "statutory_removed" => "移除法定证书",
        "special_post_noted" => "登记特种作业岗位",
        "place_entered" => "登记作业场所",
        "place_confirmed" => "确认作业场所",
        "place_removed" => "移除作业场所",
        "fact_taken_over" => "按台账更新单位情况",
        "register_imported" => "导入台账",
        "personal_data_read" => "查看个人信息",
        "demo_loaded" => "装入演示数据",
        "denied" => "越权被拒",
        other => other,
    }
}

/// The log.
#[must_use]
pub fn log(frame: &Frame, view: &LogView) -> String {
    layout::desk(frame, Desk { subtitle: "只增不改".into(), ..Desk::titled("日志") }, || {
        let columns = vec![
            Column::number("序号"),
            Column::text("时间"),
            Column::text("谁"),
            Column::text("做了什么"),
            Column::text("对象"),
            Column::text("详情"),
            Column::text("校验值"),
        ];
        let rows = view.entries.iter().map(|e| {
            let only = Link::to("/audit/log").with("event", &e.event).to_string();
            let short: String = e.leaf.chars().take(12).collect();
            let (term, detail, leaf) = (event_term(&e.event).to_owned(), e.detail.clone(), e.leaf.clone());
            cells![
                e.seq.to_string(),
                text::second(e.at),
                format!("{} {}", e.actor, e.role),
                view! { <a href=only>{term}</a> },
                view! { <span class="code">{e.subject.clone()}</span> },
                view! { <span class="code">{detail}</span> },
                view! { <span class="code" title=leaf>{short}</span> },
            ]
        });
        let rows = rows.collect();
        let filter = (!view.event.is_empty()).then(|| {
            let term = event_term(&view.event).to_owned();
            view! { <p>{format!("只看：{term} ")}<a href="/audit/log">"看全部"</a></p> }
        });
        let link = Link::to("/audit/log").with("event", &view.event);
        let pager = view.pager;
        view! {
            {filter}
            <ui::Table caption="日志" columns=columns rows=rows/>
            <ui::Pager link=link page=pager.page size=pager.size total=pager.total/>
        }
        .into_any()
    })
}
