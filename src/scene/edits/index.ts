// Every change that a scene can go through: pure functions that share what they leave alone, and return the same scene where nothing changes.
// What is not there is passed over and numbers are pulled into their ranges, so that a valid scene stays one.
export * from './automate.ts';
export * from './document.ts';
export * from './elements.ts';
export * from './files.ts';
export * from './ids.ts';
export * from './mix.ts';
export { editElements } from './patch.ts';
export * from './processing.ts';
