// The stems of the session: who renders each, and how much of each the room hears.
import { dbToGain, UsageError } from '../base/index.ts';
import { renderBass } from './bass.ts';
import { renderChoir } from './choir.ts';
import { renderCymbals } from './cymbals.ts';
import { renderGuitar } from './guitar.ts';
import { renderHarp } from './harp.ts';
import { renderHats } from './hats.ts';
import { renderKeys } from './keys.ts';
import { renderKick } from './kick.ts';
import { renderLead } from './lead.ts';
import { renderPads } from './pads.ts';
import { renderPercussion } from './percussion.ts';
import { renderRain } from './rain.ts';
import { addToRoom, createRoomSend, renderRoom } from './reverb.ts';
import { renderSnare } from './snare.ts';
import { renderTrain } from './train.ts';

export interface DemoStem {
  readonly id: string;
  /** Relative to the project file. */
  readonly fileName: string;
  readonly channels: number;
  readonly title: string;
}

interface Instrument extends DemoStem {
  readonly render: () => Float32Array[];
  /** Into the room, before the project's faders; where each channel stands, left −1 to right +1. Absent: the room does not hear it. */
  readonly room?: { readonly sendDb: number; readonly x: readonly number[] };
}

const INSTRUMENTS: readonly Instrument[] = [
  stem('kick', 'Kick', 1, renderKick, { sendDb: -27, x: [0] }),
  stem('snare', 'Snare', 1, renderSnare, { sendDb: -14, x: [0.05] }),
  stem('hats', 'Hi-hat', 2, renderHats, { sendDb: -27, x: [-0.5, 0.1] }),
  stem('cymbals', 'Cymbals', 2, renderCymbals, { sendDb: -22, x: [-0.8, 0.8] }),
  stem('percussion', 'Shaker, congas', 2, renderPercussion, { sendDb: -19, x: [0.7, -0.6] }),
  stem('bass', 'Bass', 1, renderBass),
  stem('keys', 'Electric piano', 2, renderKeys, { sendDb: -19, x: [-0.6, 0.6] }),
  stem('guitar', 'Guitar', 1, renderGuitar, { sendDb: -16, x: [0.7] }),
  stem('harp', 'Harp', 1, renderHarp, { sendDb: -9, x: [0] }),
  stem('pads', 'Strings', 2, renderPads, { sendDb: -15, x: [-1, 1] }),
  stem('choir', 'Choir', 4, renderChoir, { sendDb: -14, x: [-0.5, 0.5, -0.9, 0.9] }),
  stem('lead', 'Flute', 1, renderLead, { sendDb: -11, x: [0.05] }),
  stem('train', 'Night train', 1, renderTrain, { sendDb: -24, x: [0] }),
  stem('rain', 'Rain', 10, renderRain),
];

const ROOM: DemoStem = { id: 'room', fileName: 'stems/room.wav', channels: 10, title: 'Room' };

export function demoStems(): readonly DemoStem[] {
  return [...INSTRUMENTS.map(({ id, fileName, channels, title }) => ({ id, fileName, channels, title })), ROOM];
}

/**
 * Renders one stem whole: one Float32Array of DEMO_LENGTH_FRAMES a channel, the same on every host and in every order.
 * The room hears the other stems; whoever has them already may hand them over, which saves rendering them again and changes nothing.
 * @throws UsageError where there is no such stem
 */
export function renderDemoStem(
  id: string,
  onProgress: (ratio: number) => void = () => {},
  rendered: ReadonlyMap<string, readonly Float32Array[]> = new Map(),
): Float32Array[] {
  onProgress(0);
  const channels = id === ROOM.id ? renderRoomStem(onProgress, rendered) : instrument(id).render();
  onProgress(1);
  return channels;
}

function renderRoomStem(onProgress: (ratio: number) => void, rendered: ReadonlyMap<string, readonly Float32Array[]>): Float32Array[] {
  const send = createRoomSend();
  const heard = INSTRUMENTS.filter((each) => each.room !== undefined);
  heard.forEach((each, k) => {
    const channels = rendered.get(each.id) ?? each.render();
    channels.forEach((channel, c) => addToRoom(send, channel, dbToGain(each.room!.sendDb), each.room!.x[c]!));
    onProgress((0.8 * (k + 1)) / heard.length);
  });
  return renderRoom(send, 0.3);
}

function instrument(id: string): Instrument {
  const found = INSTRUMENTS.find((each) => each.id === id);
  if (found === undefined) {
    throw new UsageError(
      'demo.no-stem',
      `the demo has no stem "${id}"`,
      `use one of ${demoStems()
        .map((each) => each.id)
        .join(', ')}`,
    );
  }
  return found;
}

function stem(id: string, title: string, channels: number, render: () => Float32Array[], room?: Instrument['room']): Instrument {
  return { id, fileName: `stems/${id}.wav`, channels, title, render, ...(room === undefined ? {} : { room }) };
}
