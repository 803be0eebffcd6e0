//! The sentences of lessons and of the media library.

use contract::Refusal;
use domain::media::MediaState;

/// The sentence of a refusal about lessons or media.
pub(super) fn refusal(refusal: &Refusal) -> String {
    match refusal {
        Refusal::PartsLeft { left } => format!("还有 {left} 个部分没有学完。请逐个学完，再参加考核。"),
        Refusal::PartTooSoon { minutes } => {
            format!("还需 {minutes} 分钟。请看完视频，到时间后再点“我已学完”。")
        }
        Refusal::VideoNotWatched { percent } => format!(
            "视频看了 {percent}%，要看到 90% 以上才算学完。拖动跳过的部分不计，请接着看。"
        ),
        Refusal::LessonsFrozen => "培训已经发布，课件不能再改。需要调整的，请新建一次培训。".into(),
        Refusal::TooManyParts { most } => format!("一次培训最多 {most} 个部分，请先合并或移除一些。"),
        Refusal::MediaUnpublished { title } => {
            format!("素材“{title}”还没有发布或已停用，不能用于培训。请先办理，或换一个素材。")
        }
        Refusal::MediaUnknown => {
            "这个文件不能用：只收 MP4、WebM 视频，PDF，以及 JPEG、PNG、WebP 图片，改扩展名无效。请转换格式后再上传。".into()
        }
        Refusal::MediaThere { title, state } => there(title, *state),
        Refusal::UploadCutOff => "上传中断，文件没有收下。请在网络稳定时重新选择文件上传。".into(),
        Refusal::StorageFull => "服务器存储空间不足，文件没有收下。请联系管理员。".into(),
        Refusal::OwnUpload => "上传的人不能自己审核，请应急办另一位同事看过后审核。".into(),
        Refusal::MediaNotNow { state } => {
            format!("这个素材现在是“{}”，不能这样办理。请刷新页面看最新状态。", state.term())
        }
        _ => String::new(),
    }
}

fn there(title: &str, state: MediaState) -> String {
    let next = match state {
        MediaState::Withdrawn => "需要时请在它的页面上重新启用。",
        _ => "请直接使用，不用重复上传。",
    };
    format!("素材库里已有同一个文件：“{title}”（{}）。{next}", state.term())
}

/// The sentence of something that went right with lessons or media.
pub(super) fn done(code: &str) -> Option<&'static str> {
    Some(match code {
        "part_finished" => "这一部分已学完，请继续下一部分。",
        "lesson_saved" => "已保存。发布前可以继续修改，也可以预览学员看到的样子。",
        "lesson_moved" => "顺序已调整。",
        "lesson_removed" => "这一部分已移除。",
        "media_added" => "已上传，等待应急办另一位同事审核。",
        "media_reviewed" => "审核通过，发布后课件可以选用。",
        "media_returned" => "已退回并记录意见。",
        "media_published" => "已发布，编课件时可以选用。",
        "media_withdrawn" => "已停用，新课件不能再选用；已发布的培训不受影响。",
        "media_reopened" => "已恢复为待审核。",
        _ => return None,
    })
}

/// A size in bytes, as people read it: `860 KB`, `12.4 MB`.
#[must_use]
pub fn size(bytes: u64) -> String {
    match bytes {
        0..=1_023 => format!("{bytes} 字节"),
        1_024..=1_048_575 => format!("{} KB", bytes / 1_024),
        _ => {
            let tenths = (u128::from(bytes) * 10 + (1 << 19)) >> 20;
            format!("{}.{} MB", tenths / 10, tenths % 10)
        }
    }
}

/// A length in milliseconds, as people read it: `4 分 30 秒`.
#[must_use]
pub fn length(ms: u32) -> String {
    let seconds = ms.div_ceil(1_000);
    match (seconds / 60, seconds % 60) {
        (0, seconds) => format!("{seconds} 秒"),
        (minutes, 0) => format!("{minutes} 分钟"),
        (minutes, seconds) => format!("{minutes} 分 {seconds} 秒"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_and_lengths_are_written_as_people_read_them() {
        assert_eq!([size(5), size(880_640), size(13_002_342)], ["5 字节", "860 KB", "12.4 MB"]);
        assert_eq!([length(900), length(60_000), length(270_000)], ["1 秒", "1 分钟", "4 分 30 秒"]);
    }
}
