/** What a shell reads once, so that it asks `prouie completion` for words from then on. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

export const COMPLETION_SCRIPTS: { readonly [shell in Shell]: string } = {
  bash: `# prouie completion bash: put \`source <(prouie completion bash)\` into ~/.bashrc
_prouie() {
  local line
  COMPREPLY=()
  while IFS= read -r line; do COMPREPLY+=("\${line%%$'\\t'*}"); done \\
    < <(prouie completion words -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
  if [[ \${#COMPREPLY[@]} -eq 1 && \${COMPREPLY[0]} == */ ]]; then compopt -o nospace 2>/dev/null; fi
}
# Names of nodes and of sides hold these, which bash takes for the ends of words.
COMP_WORDBREAKS=\${COMP_WORDBREAKS//[@:]/}
complete -o default -F _prouie prouie
`,
  zsh: `#compdef prouie
# prouie completion zsh: put \`source <(prouie completion zsh)\` behind compinit in ~/.zshrc
_prouie() {
  local -a whole parts
  local line value
  while IFS= read -r line; do
    value=\${line%%$'\\t'*}
    if [[ $value == */ ]]; then parts+=("$value"); else whole+=("\${value//:/\\\\:}:\${line#*$'\\t'}"); fi
  done < <(prouie completion words -- "\${(@)words[2,CURRENT]}" 2>/dev/null)
  if (( \${#whole} + \${#parts} == 0 )); then _files; return; fi
  (( \${#parts} )) && compadd -S '' -- $parts
  (( \${#whole} )) && _describe 'prouie' whole
  return 0
}
compdef _prouie prouie
`,
  fish: `# prouie completion fish: put \`prouie completion fish | source\` into ~/.config/fish/config.fish
function __prouie_words
    set -l words (commandline --tokenize --cut-at-cursor)[2..-1]
    prouie completion words -- $words (commandline --current-token --cut-at-cursor) 2>/dev/null
end
complete --command prouie --arguments '(__prouie_words)'
`,
};
