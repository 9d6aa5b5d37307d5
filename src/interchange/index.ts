export { withHeadphoneModes } from './headphoneModes.ts';
export * from './openAdm.ts';
export { selectItems } from './selection/selectItems.ts';
export type { SelectItemsOptions } from './selection/selectItems.ts';
