//! The page to import a roster.

use crate::{
    layout::{self, Desk},
    text,
    ui::{self, Column, Kind, cells},
};
use contract::{Frame, organization::ImportView};
use leptos::prelude::*;

/// Renders the page to import a roster.
#[must_use]
pub fn import(frame: &Frame, view: &ImportView) -> String {
    let view = view.clone();
    let error = text::field_error(&frame.flash, "file").unwrap_or_default();
    let subtitle = "先检查，后写入：上传后逐行列出结果，确认后才一次写入。".into();
    let page = Desk { subtitle, ..Desk::titled("导入名册") };
    layout::desk(frame, page, move || {
        let hint = format!("Excel 工作簿（.xlsx），不超过 {} MB，每张表最多 60000 行", view.limit_mib);
        let rows = view.past.into_iter().map(|past| {
            let by = if past.by.is_empty() { "命令行".to_owned() } else { past.by };
            cells![
                text::minute(past.at),
                by,
                past.units_new,
                past.units_changed,
                past.people_new,
                past.people_changed
            ]
        });
        let columns = vec![
            Column::text("时间"),
            Column::text("导入人"),
            Column::number("新增单位"),
            Column::number("更新单位"),
            Column::number("新增人员"),
            Column::number("更新人员"),
        ];
        view! {
            <div class="grid">
                <ui::Card title="第一步：填写模板" span=2>
                    <p>"模板有“单位”和“人员”两张表，行业、岗位等可从下拉列表选择。别处导出的名册只要列名对得上，也能直接上传。"</p>
                    <ul>
                        <li>"统一社会信用代码和手机号请按文本填写，系统会核对校验位。"</li>
                        <li>"已有的单位和人员会按代码、手机号更新；名册里没有的不会被删除。"</li>
                        <li>"空着的格子不改动系统里已有的内容。"</li>
                    </ul>
                    <div class="actions">
                        <ui::LinkButton href="/office/import/template.xlsx" download="名册模板.xlsx">"下载模板"</ui::LinkButton>
                    </div>
                </ui::Card>
                <ui::Card title="第二步：上传检查" span=2>
                    <ui::PostForm action="/api/organization/preview" multipart=true>
                        <ui::FileField label="名册文件" name="file" accept=".xlsx" hint=hint error=error required=true/>
                        <div class="actions"><ui::Button kind=Kind::Primary>"上传并检查"</ui::Button></div>
                    </ui::PostForm>
                </ui::Card>
            </div>
            <ui::Card title="最近的导入">
                <ui::Table caption="最近的导入" columns=columns rows=rows.collect() cards=true empty="还没有导入过名册"/>
            </ui::Card>
        }
        .into_any()
    })
}
