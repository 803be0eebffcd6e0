//! The screen with the code, and signing in on the own phone.

use super::{facts, period};
use crate::{
    layout, text,
    ui::{self, Kind, Tone, fact},
};
use contract::{
    Frame,
    session::{MySessions, ScreenView, SignView},
};
use leptos::prelude::*;

/// The page for the projector. The server has it loaded again every twenty seconds.
#[must_use]
pub fn screen(frame: &Frame, view: &ScreenView) -> String {
    layout::public(frame, &view.line.topic, ui::Width::Wide, || {
        let about = format!("{} · {} · {}", view.title, period(&view.line), view.line.place);
        let signed = view.line.signed.to_string();
        let latest = (!view.latest.is_empty()).then(|| {
            let names: Vec<_> = view.latest.iter().map(|name| view! { <li>{name.clone()}</li> }).collect();
            view! { <h2>"刚刚签到"</h2><ul class="sign-names">{names}</ul> }
        });
        let code = if view.open {
            // Four light modules belong around a code.
            let field = format!("-4 -4 {0} {0}", view.size + 8);
            let (side, drawing) = ((view.size + 8).to_string(), view.drawing.clone());
            view! {
                <svg role="img" aria-label="签到二维码" viewBox=field shape-rendering="crispEdges">
                    <rect x="-4" y="-4" width=side.clone() height=side fill="#fff"></rect>
                    <path d=drawing fill="#000"></path>
                </svg>
            }
            .into_any()
        } else {
            view! {
                <ui::Notice tone=Tone::Warn title="现在不能扫码签到"
                    body="开始前 1 小时至结束后 15 分钟，这里会显示签到码。"/>
            }
            .into_any()
        };
        let back = format!("/office/sessions/{}", view.line.id);
        view! {
            <div class="sign-screen">
                <div class="sign-code">{code}</div>
                <div class="stack">
                    <p class="muted">{about}</p>
                    <p class="sign-count"><strong class="num">{signed}</strong>" 人已签到"</p>
                    <p>"请用手机扫码，登录后点“确认签到”。二维码每 30 秒更新，过时的截图不能签到。"</p>
                    {latest}
                    <p class="screen-only"><a href=back>"回到签到名单"</a></p>
                </div>
            </div>
        }
        .into_any()
    })
}

/// What a scan leads to.
#[must_use]
pub fn sign(frame: &Frame, view: &SignView) -> String {
    layout::phone(frame, "现场签到", || {
        let mut items = vec![fact("培训", view.title.clone()), fact("内容", view.line.topic.clone())];
        items.extend(facts(&view.line).into_iter().take(4));
        let training = format!("/my/trainings/{}", view.training);
        let act = match view.came_at {
            Some(at) => {
                let body = format!("{} 已签到，请留意课后的考核。", text::minute(at));
                view! {
                    <ui::Notice tone=Tone::Good title="签到成功" body=body/>
                    <ui::LinkButton href=training kind=Kind::Primary wide=true>"查看这个培训"</ui::LinkButton>
                }
                .into_any()
            }
            None => {
                let (session, ticket) = (view.line.id.to_string(), view.ticket.clone());
                let words = format!("我是{}，确认签到", view.name);
                view! {
                    <ui::PostForm action="/api/session/confirm">
                        <input type="hidden" name="session" value=session/>
                        <input type="hidden" name="ticket" value=ticket/>
                        <ui::Button kind=Kind::Primary wide=true>{words}</ui::Button>
                    </ui::PostForm>
                    <p class="small muted">{format!("请在 {} 前确认，过时请重新扫码。", text::minute(view.expires_at))}</p>
                }
                .into_any()
            }
        };
        view! { <ui::Card><ui::Facts items=items/></ui::Card>{act} }.into_any()
    })
}

/// The sessions of a training, for one of its attendees.
#[must_use]
pub fn mine(view: &MySessions) -> AnyView {
    let lines: Vec<_> = view
        .sessions
        .iter()
        .map(|(line, came)| {
            let about = format!("{} · {}", period(line), line.place);
            let badge = match came {
                Some(_) => view! { <ui::Badge tone=Tone::Good>"已签到"</ui::Badge> }.into_any(),
                None => {
                    view! { <span class="small muted">{format!("{} 学时", line.hours)}</span> }.into_any()
                }
            };
            view! {
                <div class="row">
                    <div><div>{line.topic.clone()}</div><div class="small muted num">{about}</div></div>
                    {badge}
                </div>
            }
        })
        .collect();
    let none = lines.is_empty().then(|| view! { <p class="muted">"场次还没有安排，请留意通知。"</p> });
    let hours = (view.hours > 0)
        .then(|| view! { <p class="small muted">{format!("已到场 {} 学时", view.hours)}</p> });
    let first = view.to_attend.then(|| {
        view! {
            <ui::Notice tone=Tone::Warn title="先到场签到，再考核"
                body="请按场次到场，扫描大屏幕上的二维码签到。没有手机的，请工作人员手工签到。"/>
        }
    });
    view! { <ui::Card title=view.mode.term()>{lines}{none}{hours}</ui::Card>{first} }.into_any()
}
