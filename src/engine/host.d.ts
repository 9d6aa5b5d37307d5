// Names of the platform that the contracts mention; each host's own types say the rest.
interface Blob {
  readonly size: number;
  readonly type: string;
}
interface MessagePort {
  close(): void;
}
interface File extends Blob {
  readonly name: string;
}
