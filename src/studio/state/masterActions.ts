import { fileOpen } from 'browser-fs-access';
import { toast } from 'sonner';
import type { MixProfile } from '../../mastering/index.ts';
import type { ProcessorSettings, Scene } from '../../scene/index.ts';
import { processingOf, setProcessing } from '../../scene/index.ts';
import type { StudioServices } from '../services/types.ts';
import { deliverableRequest } from './deliveryActions.ts';
import type { Proposal } from './masterSlice.ts';
import type { AppStore } from './store.ts';
import { isCancelled, tellTrouble, troubleOf } from './trouble.ts';

export interface MasterActions {
  readonly chooseReference: () => void;
  /** A file to compare with, or null for none. */
  readonly setReference: (file: File | null) => void;
  /** Looks for what would bring the master nearer to the reference. */
  readonly proposeMatch: () => void;
  /** Looks for a whole chain. @param goal `reference`, or a curve's id */
  readonly proposeMaster: (goal: string) => void;
  /** More or less of what the reference asks for. */
  readonly setMatchAmount: (amountRatio: number) => void;
  readonly chooseMove: (id: string, isChosen: boolean) => void;
  readonly applyProposal: () => void;
  readonly closeProposal: () => void;
}

const MASTER = { kind: 'master' } as const;
const AUDIO = ['.wav', '.flac', '.mp3', '.aif', '.aiff', '.m4a'];
/** A proposal is found at this amount, and scaled from there. */
const FULL_RATIO = 1;
const FIRST_RATIO = 0.5;

export function createMasterActions(store: AppStore, services: StudioServices, files: ReadonlyMap<string, File>): MasterActions {
  const profiles = new Map<'chain' | 'bare', { readonly scene: Scene; readonly profile: MixProfile }>();
  let referenceFile: File | null = null;
  let asked = 0;
  let stop: (() => void) | null = null;
  let full: Proposal['match'] = null;

  const patch = (change: Partial<Proposal>): void => {
    const { proposal, setProposal } = store.getState();
    if (proposal !== null) {
      setProposal({ ...proposal, ...change });
    }
  };

  const profileOfReference = async (): Promise<MixProfile> => {
    const file = referenceFile!;
    const known = store.getState().reference?.profile;
    if (known !== null && known !== undefined) {
      return known;
    }
    const profile = await services.preview.profileFile(file).finished;
    const { reference, setReference } = store.getState();
    if (referenceFile === file && reference !== null) {
      setReference({ ...reference, profile });
    }
    return profile;
  };

  /** Of the mix through the chain as it is, or of the bare mix. */
  const profileOfMix = async (through: 'chain' | 'bare'): Promise<MixProfile> => {
    const now = store.getState().scene!;
    const scene = through === 'bare' ? setProcessing(now, MASTER, []) : now;
    const known = profiles.get(through);
    if (
      known !== undefined &&
      known.scene.elements === scene.elements &&
      known.scene.groups === scene.groups &&
      isSameChain(known.scene, scene)
    ) {
      return known.profile;
    }
    const job = services.preview.profileMix({ scene, files });
    stop = job.cancel;
    const profile = await job.finished;
    profiles.set(through, { scene, profile });
    return profile;
  };

  const propose = (kind: Proposal['kind'], goal: string, work: (isMine: () => boolean) => Promise<void>): void => {
    const { adm, scene } = store.getState();
    if (scene === null || adm !== null) {
      return;
    }
    stop?.();
    asked += 1;
    const mine = asked;
    store.getState().setProposal({
      kind,
      goal,
      busy: 'Measuring the mix',
      match: null,
      master: null,
      amountRatio: FIRST_RATIO,
      chosen: [],
      trouble: null,
    });
    work(() => mine === asked).catch((error: unknown) => {
      if (mine === asked && !isCancelled(error)) {
        const { message, hint } = troubleOf(error);
        patch({ busy: null, trouble: { message, hint } });
      }
    });
  };

  const presetOfMaster = (scene: Scene): string =>
    scene.deliverables.map(deliverableRequest).find(({ preset }) => preset !== 'none')?.preset ?? 'atmos-music';

  const closeProposal = (): void => {
    stop?.();
    stop = null;
    asked += 1;
    full = null;
    store.getState().setProposal(null);
  };

  const setReference = (file: File | null): void => {
    const { setReference: put, setListening, listening } = store.getState();
    referenceFile = file;
    if (file === null) {
      put(null);
      services.live.setReference(null).catch(tellTrouble);
      return;
    }
    if (listening === 'reference') {
      setListening('master');
    }
    put({ name: file.name, info: null, profile: null });
    services.live
      .setReference(file)
      .then(async (info) => {
        if (referenceFile === file) {
          put({ name: file.name, info, profile: null });
          store.getState().setComparedWith('reference');
          await profileOfReference();
        }
      })
      .catch((error: unknown) => {
        if (referenceFile === file) {
          referenceFile = null;
          put(null);
        }
        tellTrouble(error);
      });
  };

  return {
    setReference,
    chooseReference: () => {
      fileOpen({ description: 'A finished file to compare with', extensions: AUDIO }).then(setReference).catch(tellTrouble);
    },
    proposeMatch: () =>
      propose('match', 'reference', async (isMine) => {
        const own = await profileOfMix('chain');
        if (isMine()) {
          patch({ busy: 'Measuring the reference' });
        }
        const found = await services.mastering.match(own, await profileOfReference(), { amountRatio: FULL_RATIO });
        const scaled = await services.mastering.scale(found, FIRST_RATIO);
        if (isMine()) {
          full = found;
          patch({ busy: null, match: scaled, chosen: scaled.items.flatMap(({ id, settings }) => (settings === null ? [] : [id])) });
        }
      }),
    proposeMaster: (goal) =>
      propose('assist', goal, async (isMine) => {
        const profile = await profileOfMix('bare');
        if (isMine() && goal === 'reference') {
          patch({ busy: 'Measuring the reference' });
        }
        const { reference, ownPresets, scene } = store.getState();
        const master = await services.mastering.propose({
          profile,
          preset: presetOfMaster(scene!),
          presets: ownPresets,
          goal: goal === 'reference' ? { reference: await profileOfReference(), title: reference?.name ?? '' } : { curve: goal },
          layout: '7.1.4',
        });
        if (isMine()) {
          store.getState().setComparedWith(goal);
          patch({
            busy: null,
            master,
            chosen: master.choices.flatMap(({ id, settings, enabled }) => (settings !== null && enabled ? [id] : [])),
          });
        }
      }),
    setMatchAmount: (amountRatio) => {
      const mine = asked;
      patch({ amountRatio });
      if (full !== null) {
        services.mastering
          .scale(full, amountRatio)
          .then((match) => {
            if (mine === asked && store.getState().proposal?.amountRatio === amountRatio) {
              patch({ match });
            }
          })
          .catch(tellTrouble);
      }
    },
    chooseMove: (id, isChosen) => {
      const chosen = store.getState().proposal?.chosen ?? [];
      patch({ chosen: isChosen ? [...chosen.filter((each) => each !== id), id] : chosen.filter((each) => each !== id) });
    },
    applyProposal: () => {
      const { proposal, edit, scene, setOpenInsert } = store.getState();
      if (proposal === null || scene === null) {
        return;
      }
      const settings = settingsOf(proposal);
      const isMatch = proposal.kind === 'match';
      const before = isMatch ? processingOf(scene, MASTER) : [];
      edit(isMatch ? 'Match the reference' : 'Assistant’s chain', (now) => setProcessing(now, MASTER, [...before, ...settings]));
      closeProposal();
      setOpenInsert(settings.length === 0 ? null : before.length);
      toast(
        settings.length === 0
          ? 'Nothing was chosen: the chain is empty.'
          : `${settings.length} ${settings.length === 1 ? 'insert' : 'inserts'} in the chain, each as editable as any other.`,
      );
    },
    closeProposal,
  };
}

/** What would go into the chain. */
export function settingsOf({ match, master, chosen }: Proposal): readonly ProcessorSettings[] {
  const moves = match?.items ?? master?.choices ?? [];
  return moves.flatMap(({ id, settings }) => (settings !== null && chosen.includes(id) ? [settings] : []));
}

function isSameChain(a: Scene, b: Scene): boolean {
  const [one, two] = [a.master.processing, b.master.processing];
  return one === two || (one.length === 0 && two.length === 0);
}
