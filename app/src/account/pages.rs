//! The pages of signing in and of the own password.

use crate::{
    layout,
    text::field_error,
    ui::{self, Kind, Width},
};
use contract::Frame;
use leptos::prelude::*;

/// The page to sign in. `next` is the path to go to afterwards.
#[must_use]
pub fn sign_in(frame: &Frame, next: &str) -> String {
    let (login, next) = (frame.typed("login"), next.to_owned());
    let wrong_login = field_error(&frame.flash, "login").unwrap_or_default();
    let wrong_password = field_error(&frame.flash, "password").unwrap_or_default();
    layout::public(frame, "登录", Width::Narrow, move || {
        view! {
            <ui::PostForm action="/api/account/sign-in">
                <input type="hidden" name="next" value=next/>
                <ui::Field label="手机号或账号" name="login" value=login error=wrong_login
                    autocomplete="username" required=true/>
                <ui::Field label="密码" name="password" kind="password" error=wrong_password
                    autocomplete="current-password" required=true/>
                <ui::Button kind=Kind::Primary wide=true>"登录"</ui::Button>
            </ui::PostForm>
            <p class="small muted">"忘记密码，请联系街道应急办重置。"</p>
        }
        .into_any()
    })
}

/// The page to change the own password.
#[must_use]
pub fn password(frame: &Frame, forced: bool) -> String {
    let error = |name: &str| field_error(&frame.flash, name).unwrap_or_default();
    let errors = [error("password"), error("new_password"), error("repeat_password")];
    layout::public(frame, "修改密码", Width::Narrow, move || {
        let [old, new, again] = errors;
        let why = forced.then(|| {
            view! { <ui::Notice title="首次登录请先修改密码" body="改好后即可继续使用。"/> }
        });
        view! {
            {why}
            <ui::PostForm action="/api/account/password">
                <ui::Field label="原密码" name="password" kind="password" error=old
                    autocomplete="current-password" required=true/>
                <ui::Field label="新密码" name="new_password" kind="password" error=new
                    hint="至少 8 个字符" autocomplete="new-password" required=true/>
                <ui::Field label="再输一次新密码" name="repeat_password" kind="password" error=again
                    autocomplete="new-password" required=true/>
                <ui::Button kind=Kind::Primary wide=true>"保存"</ui::Button>
            </ui::PostForm>
        }
        .into_any()
    })
}
