import type { Studio } from '../state/studio.ts';
import type { AppState } from '../state/store.ts';
import type { CameraView, Page } from '../state/viewSlice.ts';
import { deleteSelection, nextModeOfSelection, nudgeSelection, selectNext, toggleMuteSelection } from '../mixer/selectionEdits.ts';
import { zoomed } from '../timeline/geometry.ts';
import { MASTER_COMMANDS } from './masterCommands.ts';
import { MONITORS, monitorReason } from './MonitorSwitch.tsx';

export interface Command {
  readonly title: string;
  readonly section: 'Transport' | 'Session' | 'Edit' | 'Element' | 'Listening' | 'Master' | 'View' | 'Help';
  /** Keys as in KeyboardEvent.key, lower case, with `ctrl+` (⌘ on a Mac) and `shift+` before it. */
  readonly keys?: readonly string[];
  /** Where its keys are its own; everywhere when absent. */
  readonly pages?: readonly Page[];
  readonly canRun?: (state: AppState) => boolean;
  /** In the shortcuts sheet and not in the palette. */
  readonly isKeyOnly?: boolean;
  readonly run: (studio: Studio) => void;
}

const hasScene = (state: AppState): boolean => state.scene !== null;
const hasSelection = (state: AppState): boolean => state.scene !== null && state.selection.length > 0;

const camera = (title: string, view: CameraView, key: string): Command => ({
  title: `Camera: ${title}`,
  section: 'View',
  keys: [key],
  pages: ['mix'],
  run: ({ store }) => store.getState().setCamera(view),
});

const nudge = (title: string, key: string, axis: 'x' | 'y' | 'z', by: number): Command => ({
  title,
  section: 'Element',
  keys: [key],
  pages: ['mix'],
  isKeyOnly: true,
  canRun: hasSelection,
  run: (studio) => nudgeSelection(studio, axis, by),
});

/** Everything that can be done from the keyboard or found by its name. */
export const COMMANDS: readonly Command[] = [
  { title: 'Play or pause', section: 'Transport', keys: [' '], canRun: hasScene, run: ({ actions }) => actions.togglePlay() },
  { title: 'Return to start', section: 'Transport', keys: ['home'], canRun: hasScene, run: ({ actions }) => actions.returnToStart() },
  { title: 'Loop on or off', section: 'Transport', keys: ['l'], canRun: hasScene, run: ({ store }) => store.getState().toggleLoop() },
  { title: 'Open a project, stems or an ADM master', section: 'Session', keys: ['ctrl+o'], run: ({ actions }) => actions.openPicker() },
  { title: 'Open the demo', section: 'Session', run: ({ actions }) => actions.openDemo() },
  {
    title: 'Save the project',
    section: 'Session',
    keys: ['ctrl+s'],
    canRun: (state) => hasScene(state) && state.adm === null,
    run: ({ actions }) => actions.save(),
  },
  { title: 'Export', section: 'Session', keys: ['ctrl+e'], canRun: hasScene, run: ({ store }) => store.getState().setPage('deliver') },
  {
    title: 'Undo',
    section: 'Edit',
    keys: ['ctrl+z'],
    canRun: (s) => s.history.past.length > 0,
    run: ({ store }) => store.getState().undo(),
  },
  {
    title: 'Redo',
    section: 'Edit',
    keys: ['ctrl+shift+z', 'ctrl+y'],
    canRun: (s) => s.history.future.length > 0,
    run: ({ store }) => store.getState().redo(),
  },
  {
    title: 'Delete the selected elements',
    section: 'Edit',
    keys: ['delete', 'backspace'],
    pages: ['mix'],
    canRun: hasSelection,
    run: deleteSelection,
  },
  {
    title: 'Select all elements',
    section: 'Edit',
    keys: ['ctrl+a'],
    pages: ['mix'],
    canRun: hasScene,
    run: ({ store }) => store.getState().select(store.getState().scene!.elements.map((element) => element.id)),
  },
  {
    title: 'Select nothing',
    section: 'Edit',
    keys: ['escape'],
    pages: ['mix'],
    canRun: hasSelection,
    run: ({ store }) => store.getState().select([]),
  },
  { title: 'Mute the selected elements', section: 'Element', keys: ['m'], pages: ['mix'], canRun: hasSelection, run: toggleMuteSelection },
  {
    title: 'Solo the selected elements',
    section: 'Element',
    keys: ['s'],
    pages: ['mix'],
    canRun: hasSelection,
    run: ({ store }) => store.getState().toggleSolo(store.getState().selection),
  },
  { title: 'Next binaural mode', section: 'Element', keys: ['b'], pages: ['mix'], canRun: hasSelection, run: nextModeOfSelection },
  {
    title: 'Clear solo',
    section: 'Element',
    canRun: (state) => state.solo.length > 0,
    run: ({ store }) => store.getState().toggleSolo(store.getState().solo),
  },
  {
    title: 'Select the next element',
    section: 'Element',
    keys: ['ctrl+arrowdown'],
    canRun: hasScene,
    run: (studio) => selectNext(studio, 1),
  },
  {
    title: 'Select the previous element',
    section: 'Element',
    keys: ['ctrl+arrowup'],
    canRun: hasScene,
    run: (studio) => selectNext(studio, -1),
  },
  nudge('Move left', 'arrowleft', 'x', -0.01),
  nudge('Move right', 'arrowright', 'x', 0.01),
  nudge('Move to the front', 'arrowup', 'y', 0.01),
  nudge('Move to the back', 'arrowdown', 'y', -0.01),
  nudge('Move up', 'pageup', 'z', 0.01),
  nudge('Move down', 'pagedown', 'z', -0.01),
  ...MONITORS.map((monitor): Command => ({
    title: `Listen to ${monitor}`,
    section: 'Listening',
    run: ({ store, services }) => {
      if (monitorReason(monitor, services.live.capabilities.outputChannels) === undefined) {
        store.getState().setMonitor(monitor);
      }
    },
  })),
  { title: 'Dim', section: 'Listening', keys: ['d'], run: ({ store }) => store.getState().toggleDim() },
  { title: 'Measure loudness anew', section: 'Listening', canRun: hasScene, run: ({ actions }) => actions.resetLoudness() },
  ...MASTER_COMMANDS,
  camera('Orbit', 'orbit', '1'),
  camera('Top', 'top', '2'),
  camera('Rear', 'rear', '3'),
  camera('Ears', 'ears', '4'),
  {
    title: 'Zoom the timeline in',
    section: 'View',
    keys: ['+', '='],
    canRun: hasScene,
    run: ({ store }) => zoomTimeline(store.getState(), 1.5),
  },
  {
    title: 'Zoom the timeline out',
    section: 'View',
    keys: ['-'],
    canRun: hasScene,
    run: ({ store }) => zoomTimeline(store.getState(), 1 / 1.5),
  },
  {
    title: 'Show the whole programme',
    section: 'View',
    keys: ['0'],
    canRun: hasScene,
    run: ({ store }) => store.getState().setTimeline(0, 0),
  },
  { title: 'Mix page', section: 'View', run: ({ store }) => store.getState().setPage('mix') },
  { title: 'Master page', section: 'View', run: ({ store }) => store.getState().setPage('master') },
  { title: 'Deliver page', section: 'View', run: ({ store }) => store.getState().setPage('deliver') },
  { title: 'Commands', section: 'View', keys: ['ctrl+k'], isKeyOnly: true, run: ({ store }) => store.getState().setOverlay('palette') },
  {
    title: 'Check conformance against the reference vectors',
    section: 'Help',
    run: ({ store }) => store.getState().setOverlay('conformance'),
  },
  { title: 'Shortcuts', section: 'Help', keys: ['?'], run: ({ store }) => store.getState().setOverlay('shortcuts') },
];

/** Around the middle of what is seen. */
function zoomTimeline(state: AppState, factor: number): void {
  const widthPx = Math.max(1, window.innerWidth - PANELS_PX);
  const view = zoomed(state, widthPx, factor, widthPx / 2);
  state.setTimeline(view.startSec, view.pxPerSec);
}

/** The panels left and right of the timeline, about. */
const PANELS_PX = 590;

const IS_MAC = /mac/i.test(navigator.platform);
const SHOWN: Readonly<Record<string, string>> = {
  ' ': 'Space',
  arrowleft: '←',
  arrowright: '→',
  arrowup: '↑',
  arrowdown: '↓',
  pageup: 'Page Up',
  pagedown: 'Page Down',
  home: 'Home',
  delete: 'Delete',
  backspace: 'Backspace',
  escape: 'Esc',
};

/** A shortcut as it is printed on a key: `Ctrl Shift Z`, `⌘ K`. */
export function shownKeys(keys: string): string {
  return keys
    .split(/(?<=.)\+/)
    .map((key) =>
      key === 'ctrl' ? (IS_MAC ? '⌘' : 'Ctrl') : key === 'shift' ? (IS_MAC ? '⇧' : 'Shift') : (SHOWN[key] ?? key.toUpperCase()),
    )
    .join(' ');
}

/** The shortcut that a key event is. Shift counts for letters pressed with Ctrl; `?` is its own key. */
export function keysOf(event: KeyboardEvent): string {
  const key = event.key.toLowerCase();
  const hasCommand = event.ctrlKey || event.metaKey;
  return `${hasCommand ? 'ctrl+' : ''}${hasCommand && event.shiftKey ? 'shift+' : ''}${key}`;
}
