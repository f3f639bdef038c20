//! The script for Bash, which cuts words at `:` and `@` before it asks: `env:prod` and `@prod` are put
//! together again.

use super::complete::VARIABLE;

/// What was typed is cut at blanks alone. Bash replaces only what it takes for the word, so of each
/// answer the part before that is taken away.
const SCRIPT: &str = r#"
_supdeck() {
    local line="${COMP_LINE:0:COMP_POINT}" words answer whole last
    read -ra words <<< "$line"
    [[ "$line" == *[[:space:]] ]] && words+=("")
    last=$((${#words[@]} - 1))
    whole="${words[last]#[\"\']}"
    words[last]="$whole"
    COMPREPLY=()
    while IFS= read -r answer || [[ -n "$answer" ]]; do
        COMPREPLY+=("${answer:$((${#whole} - ${#2}))}")
    done < <(_CLAP_IFS=$'\n' _CLAP_COMPLETE_INDEX=$last VARIABLE=bash \
        supdeck -- "${words[@]}" 2>/dev/null)
    [[ "${COMPREPLY[0]-}" == *[:/=] ]] && compopt -o nospace 2>/dev/null
    return 0
}
complete -o bashdefault -F _supdeck supdeck
"#;

/// The script.
pub(super) fn script() -> String {
    SCRIPT.replace("VARIABLE", VARIABLE)
}
