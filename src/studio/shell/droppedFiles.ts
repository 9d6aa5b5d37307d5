/** Files read from one dropped folder; more are left where they are. */
const MOST_FILES = 2000;

type Item = DataTransferItem & { getAsFileSystemHandle?(): Promise<FileSystemHandle | null> };
type Folder = FileSystemDirectoryHandle & { values(): AsyncIterable<FileSystemHandle> };

/**
 * What was dropped, folders opened. Where the browser gives handles each file carries its own (as the pickers do), so that the session can be
 * found again after a reload. Call it in the drop's own turn: afterwards the browser takes the list away.
 */
export async function droppedFiles(transfer: DataTransfer): Promise<readonly File[]> {
  const plain = [...transfer.files];
  const asked = [...transfer.items]
    .filter((item) => item.kind === 'file')
    .map((item: Item) => item.getAsFileSystemHandle?.() ?? Promise.resolve(null));
  try {
    const handles = await Promise.all(asked);
    if (handles.length === 0 || handles.some((handle) => handle === null)) {
      return plain;
    }
    const found: File[] = [];
    for (const handle of handles) {
      await gather(handle!, found);
    }
    return found;
  } catch {
    // Handles are a comfort: the files themselves were given too.
    return plain;
  }
}

async function gather(handle: FileSystemHandle, found: File[]): Promise<void> {
  if (found.length >= MOST_FILES || handle.name.startsWith('.')) {
    return;
  }
  if (handle.kind === 'directory') {
    for await (const entry of (handle as Folder).values()) {
      await gather(entry, found);
    }
  } else {
    found.push(Object.assign(await (handle as FileSystemFileHandle).getFile(), { handle }));
  }
}
