" Notes from vim and neovim. Copy it to ~/.vim/plugin/ or ~/.config/nvim/plugin/.

" :Notes WORDS   the places of a search as a quickfix list
command! -nargs=+ Notes call s:Search(<q-args>)
" :NotesAsk QUESTION   an answer, with the selected lines beside the notes, in a window of its own
command! -nargs=+ -range=0 NotesAsk call s:Ask(<q-args>, <range>, <line1>, <line2>)
" :NotesTag   the tags that the note in this window lacks
command! NotesTag echo system('assistant --quiet tag ' . shellescape(expand('%:p')))

function! s:Search(words) abort
  let l:rows = map(systemlist('assistant --quiet search --format jsonl -- ' . shellescape(a:words)), 'json_decode(v:val)')
  let l:folder = trim(system('assistant config get notes.folder'))
  call setqflist(map(l:rows, {_, row -> {'filename': l:folder . '/' . row.path, 'lnum': row.line_start, 'text': row.title}}))
  cwindow
endfunction

function! s:Ask(question, range, first, last) abort
  let l:piped = a:range ? getline(a:first, a:last) : []
  let l:answer = systemlist('assistant --quiet ask -- ' . shellescape(a:question), l:piped)
  botright new
  setlocal buftype=nofile bufhidden=wipe noswapfile
  call setline(1, v:shell_error == 3 ? ['Not in your notes.'] : l:answer)
endfunction
