use std::collections::HashMap; use std::sync::LazyLock;
static T: LazyLock<HashMap<String,f32>> = LazyLock::new(|| std::env::vars().filter_map(|(k,v)| Some((k.strip_prefix("T_")?.to_owned(), v.parse().ok()?))).collect());
pub fn t(name:&str, default:f32)->f32{ T.get(name).copied().unwrap_or(default) }
