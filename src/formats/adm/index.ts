export { formatAdmTime, parseAdmSeconds, parseAdmTime } from './admTime.ts';
export type * from './blocks.ts';
export * from './chna.ts';
export * from './commonDefinitions.ts';
export * from './document.ts';
export { ADM_LIMITS, parseAdm } from './parseAdm.ts';
export type { ParseAdmOptions } from './parseAdm.ts';
export * from './readAdmChunks.ts';
export * from './write/index.ts';
