import type { AudioSource } from '../audio/index.ts';
import { UsageError, type Warn } from '../base/index.ts';
import { createKernels } from '../dsp/index.ts';
import { openAudioFile } from '../formats/index.ts';
import {
  findPreset,
  findTarget,
  matchReference,
  profileMix,
  proposeMaster,
  type MasterGoal,
  type MasterProposal,
  type MatchOptions,
  type MatchProposal,
  type MixProfile,
  type Preset,
} from '../mastering/index.ts';
import { parseTarget } from '../render/index.ts';
import { CHAIN_VERSION, type ProcessorSettings } from '../scene/index.ts';
import { layoutOfFile } from './fileLayout.ts';
import type { JobPorts } from './ports.ts';
import { playSession, sayInvalid } from './renderAudio.ts';
import { readSession, type Session } from './session.ts';

/** A mix that was measured, and on which loudspeakers. */
export interface ProfiledMix {
  readonly file: string;
  /** As a mixer calls it; `mono` for one channel. */
  readonly layout: string;
  readonly profile: MixProfile;
}

/** A chain as it is written to a file. @see parseChain */
export interface ChainDocument {
  readonly periphonyChain: typeof CHAIN_VERSION;
  readonly title: string;
  readonly processing: readonly ProcessorSettings[];
  /** Why each insert is there, and which others were weighed. */
  readonly choices: readonly object[];
}

export interface MatchOutcome {
  readonly input: ProfiledMix;
  readonly reference: ProfiledMix;
  readonly proposal: MatchProposal;
  readonly chain: ChainDocument;
}

export interface AssistOutcome {
  readonly input: ProfiledMix;
  readonly reference: ProfiledMix | null;
  readonly preset: string;
  readonly proposal: MasterProposal;
  readonly chain: ChainDocument;
}

/** How inputs are to be understood, and who wants to know how far it is. */
export interface ProfileWishes {
  /** Of a finished mix that does not say it. */
  readonly layout?: string;
  /** Where stems that are not in their place are found, with a trailing slash. */
  readonly stemsFolder?: string;
  readonly onProgress?: (ratio: number) => void;
}

/** What objects are judged on: the layout that they are mastered on. */
const OBJECTS_RENDER = '7.1.4';

/**
 * Measures anything that `render` takes: audio as it is, a project or an ADM file as its 7.1.4 render.
 * @throws InputError naming file and field
 */
export async function profileInput(ports: JobPorts, path: string, warn: Warn, wishes: ProfileWishes = {}): Promise<ProfiledMix> {
  const { layout, stemsFolder, onProgress } = wishes;
  const read = await readSession(ports, path, warn, layout === undefined ? {} : { layout });
  const session: Session = read.kind === 'project' && stemsFolder !== undefined ? { ...read, stemsFolder } : read;
  const file = path.replaceAll('\\', '/').split('/').at(-1)!;
  if (session.kind === 'audio') {
    using bytes = ports.openBytes(path);
    const opened = await openAudioFile(bytes, warn);
    const { title, speakers } = layoutOfFile(opened.channels, opened.channelLabels, layout, bytes.name);
    const profile = profileMix(createKernels(256), opened.source, speakers, onProgress);
    sayInvalid(profile.invalidSamples, session, warn);
    return { file, layout: title, profile };
  }
  return { file, layout: OBJECTS_RENDER, profile: await profileSession(ports, session, warn, onProgress) };
}

/** Measures the 7.1.4 render of a session. @throws as playSession */
export async function profileSession(
  ports: JobPorts,
  session: Session,
  warn: Warn,
  onProgress?: (ratio: number) => void,
): Promise<MixProfile> {
  const target = parseTarget(OBJECTS_RENDER);
  const speakers = target.kind === 'layout' ? target.layout.speakers : [];
  using playing = await playSession(createKernels(1024), ports, session, target, warn);
  const profile = profileMix(createKernels(256), sourceOf(playing), speakers, onProgress);
  sayInvalid(playing.engine.invalidSamples, session, warn);
  return profile;
}

/** An engine as a source: read in order it never jumps. */
function sourceOf({ engine, lengthFrames, sampleRateHz }: Awaited<ReturnType<typeof playSession>>): AudioSource {
  return {
    channels: engine.channels,
    sampleRateHz,
    lengthFrames,
    read(out, outFrame, startFrame, count) {
      if (engine.positionFrame !== startFrame) {
        engine.seek(startFrame);
      }
      engine.read(out, outFrame, count);
    },
    [Symbol.dispose]() {},
  };
}

/**
 * Measures a mix and a reference, and proposes what brings the one nearer to the other.
 * @throws as profileInput, `profile.silent`
 */
export async function matchMix(
  ports: JobPorts,
  input: string,
  reference: string,
  options: MatchOptions,
  warn: Warn,
  wishes: ProfileWishes = {},
): Promise<MatchOutcome> {
  const { onProgress = () => {} } = wishes;
  const own = await profileInput(ports, input, warn, { ...wishes, onProgress: (ratio) => onProgress(ratio / 2) });
  const other = await profileInput(ports, reference, warn, { ...stems(wishes), onProgress: (ratio) => onProgress((1 + ratio) / 2) });
  const proposal = matchReference(own.profile, other.profile, options);
  const { processing, items } = proposal;
  const chain = chainOf(
    `${own.file} towards ${other.file}`,
    processing,
    items.map(({ id, what, why, settings }) => ({ id, title: what, why, settings, enabled: settings !== null })),
  );
  return { input: own, reference: other, proposal, chain };
}

/** What a master is to be, as it is asked for: a target's name or a reference's path. */
export interface AssistGoal {
  readonly target?: string;
  readonly reference?: string;
  /** Absent: `spotify` for a pair and mono, else `atmos-music`. */
  readonly preset?: Preset;
  readonly match?: MatchOptions;
}

/**
 * Measures a mix and proposes a whole chain for it.
 * @throws as profileInput, `profile.silent`; UsageError for no goal, two, or an unknown one
 */
export async function assistMix(
  ports: JobPorts,
  input: string,
  goal: AssistGoal,
  warn: Warn,
  wishes: ProfileWishes = {},
): Promise<AssistOutcome> {
  if ((goal.target === undefined) === (goal.reference === undefined)) {
    const fact = goal.target === undefined ? 'there is nothing to aim at' : 'a target and a reference at once';
    throw new UsageError('assist.goal', fact, 'name one --target (--list shows them) or one --reference');
  }
  const curve = goal.target === undefined ? undefined : findTarget(goal.target);
  const { onProgress = () => {} } = wishes;
  const parts = goal.reference === undefined ? 1 : 2;
  const own = await profileInput(ports, input, warn, { ...wishes, onProgress: (ratio) => onProgress(ratio / parts) });
  const reference =
    goal.reference === undefined
      ? null
      : await profileInput(ports, goal.reference, warn, { ...stems(wishes), onProgress: (ratio) => onProgress((1 + ratio) / parts) });
  const preset = goal.preset ?? findPreset(own.profile.channelLabels.length <= 2 ? 'spotify' : 'atmos-music');
  const aim: MasterGoal =
    curve === undefined ? { kind: 'reference', reference: reference!.profile, title: reference!.file } : { kind: 'curve', target: curve };
  const proposal = proposeMaster({
    profile: own.profile,
    preset,
    goal: aim,
    layout: own.layout,
    ...(goal.match === undefined ? {} : { match: goal.match }),
  });
  const chain = chainOf(`${own.file} for ${proposal.goal.title}, ${preset.title}`, proposal.processing, proposal.choices);
  return { input: own, reference, preset: preset.id, proposal, chain };
}

/** A reference says its own layout. */
function stems({ stemsFolder }: ProfileWishes): ProfileWishes {
  return stemsFolder === undefined ? {} : { stemsFolder };
}

function chainOf(title: string, processing: readonly ProcessorSettings[], choices: readonly object[]): ChainDocument {
  return { periphonyChain: CHAIN_VERSION, title: title.slice(0, 200), processing, choices };
}
