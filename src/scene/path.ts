/** Why a source's path cannot be used, or undefined where it can. A project may be moved with its stems: its paths are relative. */
export function pathTrouble(file: string): string | undefined {
  if (file.trim() === '') {
    return 'is empty';
  }
  if (file.includes('\\')) {
    return 'has a backslash: paths are written with forward slashes';
  }
  if (/^[A-Za-z]:/.test(file)) {
    return /^[A-Za-z]:\//.test(file) ? 'begins with a drive: paths are relative to the project file' : 'begins like a drive';
  }
  if (file.includes('://') || /^(https?|file|data|blob|javascript):/i.test(file)) {
    return 'is an address: a source is a file beside the project';
  }
  if (file.startsWith('/') || file.startsWith('~')) {
    return 'is absolute: paths are relative to the project file';
  }
  // oxlint-disable-next-line no-control-regex
  if (/[\u0000-\u001f\u007f]/.test(file)) {
    return 'has a control character';
  }
  return /(^|\/)\.{0,2}$/.test(file) ? 'names a folder, not a file' : undefined;
}
