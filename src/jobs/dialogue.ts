// Dialogue in a mix: of the elements that are marked as it, else of what sounds like speech.
import type { AudioSource } from '../audio/index.ts';
import { dbToPower, powerToDb, type Warn } from '../base/index.ts';
import { createKernels, type Kernels } from '../dsp/index.ts';
import { analyseSource, type MasterTarget, type Preset, type QcContext } from '../mastering/index.ts';
import { measurePart } from '../metering/index.ts';
import type { HrtfSet } from '../render/binaural/index.ts';
import type { RenderTarget } from '../render/index.ts';
import { renderItems } from './admFile.ts';
import type { AdmTracks } from './admTracks.ts';
import type { JobPorts, Scratch } from './ports.ts';
import { renderAudio, speakersOf, type AudioWanted } from './renderAudio.ts';
import type { Session } from './session.ts';
import { channelsOf, isHeard } from './sessionParts.ts';

/** Dialogue before mastering, at the gain of the mix. */
export interface MixDialogue {
  /** Of the whole mix, gated. */
  readonly mixLufs: number;
  readonly lufs: number;
  /** Of the programme's length. */
  readonly ratio: number;
  /** Where elements are marked: its loudness in a file that was made of the mix. */
  readonly inFile?: DialogueInFile;
}

/** @param momentaryLufs of the written file, every 100 ms */
export type DialogueInFile = (momentaryLufs: Float32Array) => QcContext['dialogue'] & {};

/** Scratch files that findDialogue asks for, at most. */
export const DIALOGUE_SCRATCHES = 3;

/** Does a preset ask for it? */
export function wantsDialogue(preset: Preset | null): boolean {
  return preset?.dialogue !== undefined || preset?.maxLdrLu !== undefined;
}

/** The elements that are marked as dialogue, and heard. */
export function dialogueElements(session: Session): ReadonlySet<string> {
  return new Set(
    session.kind === 'adm'
      ? []
      : session.scene.elements
          .filter((element) => element.content === 'dialogue' && isHeard(element, session.scene))
          .map((element) => element.id),
  );
}

/**
 * The dialogue of a mix; undefined where the preset does not ask for it, or has only a limit for marked dialogue and nothing is marked.
 * Marked elements are rendered once more by themselves, through the same inserts.
 * @param wanted how the mix was rendered
 */
export async function findDialogue(
  kernels: Kernels,
  ports: JobPorts,
  wanted: AudioWanted,
  preset: Preset,
  mix: AudioSource,
  weights: readonly number[],
  createScratch: () => Scratch,
  warn: Warn,
  onProgress: (ratio: number) => void,
): Promise<MixDialogue | undefined> {
  if (!wantsDialogue(preset)) {
    return undefined;
  }
  const marked = dialogueElements(wanted.session);
  if (marked.size > 0) {
    const alone = await renderAudio(kernels, ports, { ...wanted, solo: marked }, createScratch, warn, (ratio) => onProgress(0.8 * ratio));
    return markedDialogue(kernels, alone.source, mix, weights);
  }
  return preset.dialogue === undefined ? undefined : detectedDialogue(mix, wanted.target, onProgress);
}

/** What the detector takes for speech in a mix. */
export function detectedDialogue(mix: AudioSource, target: RenderTarget, onProgress?: (ratio: number) => void): MixDialogue {
  const { speech, measured } = analyseSource(createKernels(256), mix, speakersOf(target), onProgress);
  return { ...speech, mixLufs: measured.integratedLufs };
}

/**
 * The dialogue of an object master's render, as findDialogue has it.
 * @param mix all tracks rendered to the target
 */
export function findTrackDialogue(
  kernels: Kernels,
  tracks: Pick<AdmTracks, 'items' | 'source' | 'dialogueTracks'>,
  preset: Preset,
  target: RenderTarget,
  hrtf: HrtfSet,
  mix: AudioSource,
  weights: readonly number[],
  createScratch: () => Scratch,
): MixDialogue | undefined {
  const { items, source, dialogueTracks } = tracks;
  if (!wantsDialogue(preset)) {
    return undefined;
  }
  const marked = items.filter((item) => channelsOf([item]).some((channel) => dialogueTracks.includes(channel)));
  if (marked.length === 0) {
    return preset.dialogue === undefined ? undefined : detectedDialogue(mix, target);
  }
  const alone = renderItems(kernels, marked, source, target, hrtf, createScratch(), () => {});
  return markedDialogue(kernels, alone, mix, weights);
}

/** The programme's loudness that a preset asks for, or that puts the dialogue where it asks for that. */
export function loudnessAim(preset: Preset, dialogue: MixDialogue | undefined): Pick<MasterTarget, 'targetLufs' | 'maxLufs'> {
  const gainDb = dialogueGainDb(preset, dialogue);
  if (gainDb !== undefined) {
    return { targetLufs: dialogue!.mixLufs + gainDb };
  }
  const { targetLufs, maxLufs } = preset.integratedLufs;
  return { ...(targetLufs === undefined ? {} : { targetLufs }), ...(maxLufs === undefined ? {} : { maxLufs }) };
}

/** Dialogue that is at hand by itself. @param alone the dialogue in the same render as `mix`, and as long */
export function markedDialogue(kernels: Kernels, alone: AudioSource, mix: AudioSource, weights: readonly number[]): MixDialogue {
  const own = measurePart(kernels, alone, weights);
  const { integratedLufs: mixLufs, momentaryLufs: before } = measurePart(kernels, mix, weights);
  const spoken = spokenHops(own.momentaryLufs);
  const ratio = own.momentaryLufs.length === 0 ? 0 : spoken.length / own.momentaryLufs.length;
  return {
    mixLufs,
    lufs: own.integratedLufs,
    ratio,
    // What the whole mix gained or lost from mix to file at a moment, the dialogue did.
    inFile: (after) => ({
      lufs: meanLufs(spoken.map((hop) => own.momentaryLufs[hop]! + (after[hop] ?? -Infinity) - before[hop]!)),
      ratio,
    }),
  };
}

/** The gain that puts the dialogue where the preset wants it; undefined where there is too little of it to count. */
export function dialogueGainDb(preset: Preset, dialogue: MixDialogue | undefined): number | undefined {
  const { dialogue: target } = preset;
  const counts = target !== undefined && dialogue !== undefined && dialogue.lufs !== -Infinity && dialogue.ratio >= target.minSpeechRatio;
  return counts ? target.targetLufs - dialogue.lufs : undefined;
}

const ABSOLUTE_GATE_LUFS = -70;
const RELATIVE_GATE_LU = -10;

/** Where the dialogue speaks: the moments that the gates of BS.1770 keep. */
function spokenHops(momentaryLufs: Float32Array): readonly number[] {
  const heard = Array.from(momentaryLufs.keys()).filter((hop) => momentaryLufs[hop]! > ABSOLUTE_GATE_LUFS);
  const gateLufs = meanLufs(heard.map((hop) => momentaryLufs[hop]!)) + RELATIVE_GATE_LU;
  return heard.filter((hop) => momentaryLufs[hop]! > gateLufs);
}

function meanLufs(lufs: readonly number[]): number {
  return lufs.length === 0 ? -Infinity : powerToDb(lufs.reduce((sum, one) => sum + dbToPower(one), 0) / lufs.length);
}
