//! What clap says of a wrong command line, in Chinese.

use clap::error::{ContextKind, ContextValue, Error, ErrorKind};

/// The message for `error`, or `None` for a kind so rare that clap's own words must do.
pub fn message(error: &Error) -> Option<String> {
    let get = |kind| error.get(kind).map(text);
    let argument = || get(ContextKind::InvalidArg).unwrap_or_default();
    let value = || get(ContextKind::InvalidValue).unwrap_or_default();
    let what = match error.kind() {
        ErrorKind::UnknownArgument => format!("没有“{}”这个参数", argument()),
        ErrorKind::InvalidSubcommand => {
            format!("没有“{}”这个命令", get(ContextKind::InvalidSubcommand).unwrap_or_default())
        }
        ErrorKind::MissingRequiredArgument => format!("缺少参数：{}", argument()),
        ErrorKind::InvalidValue if value().is_empty() => format!("“{}”后面缺少值", argument()),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            format!("“{}”的值“{}”无效", argument(), value())
        }
        ErrorKind::ArgumentConflict => match get(ContextKind::PriorArg) {
            Some(prior) if prior != argument() => format!("“{}”不能与“{prior}”同用", argument()),
            _ => format!("“{}”只能写一次", argument()),
        },
        ErrorKind::TooManyValues => format!("“{}”的值“{}”是多余的", argument(), value()),
        ErrorKind::InvalidUtf8 => "参数不是有效的 UTF-8".to_owned(),
        _ => return None,
    };
    let mut message = format!("wenlan: {what}\n");
    if let Some(reason) = std::error::Error::source(error) {
        message += &format!("  {reason}\n");
    }
    if let Some(choices) = get(ContextKind::ValidValue) {
        message += &format!("  可选：{choices}\n");
    }
    let near = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue];
    if let Some(near) = near.into_iter().find_map(get) {
        message += &format!("  是不是想写“{near}”？\n");
    }
    message += "详见 wenlan --help\n";
    Some(message)
}

fn text(value: &ContextValue) -> String {
    match value {
        ContextValue::Strings(several) => several.join("、"),
        other => other.to_string(),
    }
}
