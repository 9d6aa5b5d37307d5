export { BED_SETS, MASTER_LIMITS } from './masterIds.ts';
export * from './types.ts';
export { escapeXml } from './xml.ts';
export { formatCoordinate, formatTicks, writeAxml } from './writeAxml.ts';
export * from './writeChna.ts';
