# Search notes in a list that narrows as one types, and open what is chosen at its line.
# Needs fzf. Put it into ~/.bashrc or ~/.zshrc: . fzf.sh

# Open path:line in the editor; vi, emacs, nano, kak and micro all know +LINE.
notes_open() {
    local place=$1
    ${EDITOR:-vi} "+${place##*:}" "${place%:*}"
}

# n WORDS...: search, choose, edit.
n() {
    local place
    place=$(assistant --quiet search --limit 50 --format paths "$@" |
        fzf --delimiter : --preview 'tail -n +{2} {1} | head -60') || return
    notes_open "$place"
}
