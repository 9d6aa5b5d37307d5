/** How channels are linked: all that make the image together, each LFE alone. `isLfe` in channel order. */
export function limiterGroups(isLfe: readonly boolean[]): number[][] {
  const image = isLfe.flatMap((lfe, channel) => (lfe ? [] : [channel]));
  const effects = isLfe.flatMap((lfe, channel) => (lfe ? [[channel]] : []));
  return image.length === 0 ? effects : [image, ...effects];
}
