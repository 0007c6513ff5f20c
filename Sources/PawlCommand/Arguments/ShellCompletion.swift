/// Completion scripts for the shells. What may come next they ask pawl, at every TAB: a script that was loaded long ago knows
/// new options, and names of baselines and runs are those of the database.
enum ShellCompletion: String, CaseIterable {
    case bash, zsh, fish

    var script: String {
        switch self {
        case .bash: Self.bashScript
        case .zsh: Self.zshScript
        case .fish: Self.fishScript
        }
    }

    private static let bashScript = #"""
        # bash completion of pawl; load it with: source <(pawl completion bash)
        _pawl() {
            local word="${COMP_WORDS[COMP_CWORD]}" program="${COMP_WORDS[0]/#\~/$HOME}" lines line
            mapfile -t lines < <("$program" completion-candidates -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
            [[ "$word" == = || "$word" == == ]] && word=""
            COMPREPLY=()
            for line in "${lines[@]:1}"; do
                # A list is read by a person, who wants meanings; what is completed is the word alone.
                if [[ "$COMP_TYPE" == 63 && ${#lines[@]} -gt 2 && "$line" == *$'\t'* ]]; then
                    COMPREPLY+=("${line%%$'\t'*}  (${line#*$'\t'})")
                else
                    COMPREPLY+=("${line%%$'\t'*}")
                fi
            done
            case "${lines[0]}" in
                files) mapfile -t lines < <(compgen -f -- "$word"); compopt -o filenames 2>/dev/null ;;
                folders) mapfile -t lines < <(compgen -d -- "$word"); compopt -o filenames 2>/dev/null ;;
                *) return ;;
            esac
            for line in "${lines[@]}"; do
                # Hidden files are offered to whoever begins their names.
                [[ "${line##*/}" == .* && "${word##*/}" != .* ]] || COMPREPLY+=("$line")
            done
        }
        complete -F _pawl pawl
        """#

    private static let zshScript = #"""
        #compdef pawl
        # zsh completion of pawl; load it with: source <(pawl completion zsh)
        _pawl() {
            local -a lines candidates
            local line program="${${(Q)words[1]}/#\~/$HOME}"
            lines=("${(@f)$("$program" completion-candidates -- "${(@Q)words[2,CURRENT]}" 2>/dev/null)}")
            for line in "${(@)lines[2,-1]}"; do
                # What stands before a colon is the word, so those of the word are quoted.
                if [[ $line == *$'\t'* ]]; then
                    candidates+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}")
                else
                    candidates+=("${line//:/\\:}")
                fi
            done
            (( $#candidates )) && _describe -V pawl candidates
            [[ $PREFIX == --*=* ]] && compset -P '*='
            case "$lines[1]" in
                files) _files ;;
                folders) _files -/ ;;
            esac
        }
        if (( $+functions[compdef] )); then
            compdef _pawl pawl
        else
            autoload -U +X compinit && compinit && compdef _pawl pawl
        fi
        """#

    private static let fishScript = #"""
        # fish completion of pawl; load it with: pawl completion fish | source
        function __pawl_complete
            set -l words (commandline -opc)
            set -l word (commandline -ct)
            set -l program (string replace -r '^~' "$HOME" -- $words[1])
            set -l lines ($program completion-candidates -- $words[2..-1] "$word" 2>/dev/null)
            # A value behind an equals sign is completed alone, and handed back with what stands before it.
            set -l option (string match -r -- '^--[^=]*=' "$word")
            set -l value (string replace -r -- '^--[^=]*=' '' "$word")
            switch "$lines[1]"
                case files
                    string replace -r -- '^' "$option" (__fish_complete_path "$value")
                case folders
                    string replace -r -- '^' "$option" (__fish_complete_directories "$value" '')
            end
            test (count $lines) -gt 1; and printf '%s\n' $lines[2..-1]
        end
        complete -c pawl -f -a '(__pawl_complete)'
        """#
}
