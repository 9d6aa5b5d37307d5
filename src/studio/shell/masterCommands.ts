import { removeProcessor } from '../../scene/index.ts';
import type { AppState } from '../state/store.ts';
import type { Command } from './commands.ts';

const hasScene = (state: AppState): boolean => state.scene !== null;
const hasChain = (state: AppState): boolean => state.scene !== null && state.adm === null;
const onMaster = { section: 'Master', pages: ['master'] } as const;

/** What the Master page does from the keyboard. */
export const MASTER_COMMANDS: readonly Command[] = [
  {
    ...onMaster,
    title: 'Mix or master',
    keys: ['a'],
    canRun: hasScene,
    run: ({ store }) => {
      const { listening, setListening } = store.getState();
      setListening(listening === 'master' ? 'mix' : 'master');
    },
  },
  {
    ...onMaster,
    title: 'Reference or master',
    keys: ['r'],
    canRun: (state) => state.reference?.info !== null && state.reference !== null,
    run: ({ store }) => {
      const { listening, setListening } = store.getState();
      setListening(listening === 'reference' ? 'master' : 'reference');
    },
  },
  { ...onMaster, title: 'Equal loudness', keys: ['e'], canRun: hasScene, run: ({ store }) => store.getState().toggleMatched() },
  { ...onMaster, title: 'Chain A or B', keys: ['b'], canRun: hasChain, run: ({ store }) => store.getState().swapChains() },
  {
    ...onMaster,
    title: 'Limiter on or off',
    keys: ['i'],
    canRun: hasScene,
    run: ({ store }) => {
      const { limiter, setLimiter } = store.getState();
      setLimiter({ isOn: !limiter.isOn });
    },
  },
  { ...onMaster, title: 'Check every render now', keys: ['c'], canRun: hasScene, run: ({ actions }) => actions.checkNow() },
  {
    ...onMaster,
    title: 'Remove the open insert',
    keys: ['delete', 'backspace'],
    canRun: (state) => hasChain(state) && state.openInsert !== null,
    run: ({ store }) => {
      const { openInsert, edit, setOpenInsert } = store.getState();
      edit('Remove insert', (scene) => removeProcessor(scene, { kind: 'master' }, openInsert!));
      setOpenInsert(null);
    },
  },
  {
    ...onMaster,
    title: 'Close the panel',
    keys: ['escape'],
    isKeyOnly: true,
    canRun: (state) => state.openInsert !== null || state.proposal !== null,
    run: ({ store, actions }) => {
      if (store.getState().proposal !== null) {
        actions.closeProposal();
      } else {
        store.getState().setOpenInsert(null);
      }
    },
  },
  { section: 'Master', title: 'Choose a reference', canRun: hasScene, run: ({ actions }) => actions.chooseReference() },
  { section: 'Master', title: 'Import a target', run: ({ actions }) => actions.importPreset() },
];
