// Packs of type Matrix: kinds, rules, and what they make of tracks. @source BS.2127-1 §5.2; BS.2076-2 §5.4.3.2
import { InputError, dbToGain } from '../../base/index.ts';
import { admKey } from '../../formats/adm/index.ts';
import type { AudioChannelFormat, AudioPackFormat, MatrixBlockFormat } from '../../formats/adm/index.ts';
import type { TrackSpec } from '../../scene/adm/index.ts';
import type { AdmIndex } from './admIndex.ts';
import { packChannels } from './packPaths.ts';

/** Direct: from an input to an output pack. Encode: from an input pack. Decode: from an encode matrix to an output pack. */
export type MatrixKind = 'direct' | 'encode' | 'decode';

/** Coefficients of one matrix: 128 by 128. */
const MAX_COEFFICIENTS = 16_384;

export function matrixKind(pack: AudioPackFormat): MatrixKind {
  if (pack.inputPackFormatIDRef !== undefined) {
    return pack.outputPackFormatIDRef !== undefined ? 'direct' : 'encode';
  }
  if (pack.outputPackFormatIDRef === undefined) {
    throw matrixError('has neither an input nor an output pack', pack.id);
  }
  return 'decode';
}

/** The pack whose channels the coefficients speak of. */
export function matrixInputPack(pack: AudioPackFormat, index: AdmIndex): AudioPackFormat {
  return matrixKind(pack) === 'decode'
    ? index.pack(pack.encodePackFormatIDRef[0] ?? '', pack.id)
    : index.pack(pack.inputPackFormatIDRef!, pack.id);
}

/** @throws InputError `adm.matrix` */
export function checkMatrixPack(pack: AudioPackFormat, index: AdmIndex): void {
  const kind = matrixKind(pack);
  for (const id of [pack.inputPackFormatIDRef, pack.outputPackFormatIDRef]) {
    if (id !== undefined && index.pack(id, pack.id).type === 'Matrix') {
      throw matrixError(`has ${id}, itself a matrix, as input or output`, pack.id);
    }
  }
  if (pack.audioPackFormatIDRef.length > 0) {
    throw matrixError('is a matrix and contains other packs', pack.id);
  }
  if (kind !== 'decode' && pack.encodePackFormatIDRef.length > 0) {
    throw matrixError('has an encode pack and is no decode matrix', pack.id);
  }
  if (kind === 'decode') {
    if (pack.encodePackFormatIDRef.length !== 1) {
      throw matrixError(`is a decode matrix and has ${pack.encodePackFormatIDRef.length} encode packs, not one`, pack.id);
    }
    const encode = index.pack(pack.encodePackFormatIDRef[0]!, pack.id);
    if (encode.type !== 'Matrix' || matrixKind(encode) !== 'encode') {
      throw matrixError(`has ${encode.id}, which is no encode matrix, as its encode pack`, pack.id);
    }
  }
  checkInputs(pack, index);
  if (kind !== 'encode') {
    checkOutputs(pack, index);
  }
}

function checkInputs(pack: AudioPackFormat, index: AdmIndex): void {
  const inputPack = matrixInputPack(pack, index);
  const inputs = new Set(packChannels(inputPack, index).map(({ channel }) => admKey(channel.id)));
  let coefficients = 0;
  for (const channel of index.channels(pack)) {
    coefficients += matrixBlock(channel).matrix.length;
    if (coefficients > MAX_COEFFICIENTS) {
      throw new InputError('adm.too-large', `has more than ${MAX_COEFFICIENTS} coefficients`, 'use a smaller matrix', pack.id);
    }
    for (const coefficient of matrixBlock(channel).matrix) {
      if (!inputs.has(admKey(coefficient.audioChannelFormatID))) {
        throw matrixError(`has a coefficient for ${coefficient.audioChannelFormatID}, which is not in ${inputPack.id}`, channel.id);
      }
    }
  }
}

/** Each channel of the output pack is made by exactly one channel of the matrix. */
function checkOutputs(pack: AudioPackFormat, index: AdmIndex): void {
  const outputPack = index.pack(pack.outputPackFormatIDRef!, pack.id);
  const missing = new Map(packChannels(outputPack, index).map(({ channel }) => [admKey(channel.id), channel.id]));
  for (const channel of index.channels(pack)) {
    const output = matrixBlock(channel).outputChannelFormatIDRef;
    if (output === undefined) {
      throw matrixError('is of a direct or decode matrix and names no output channel', channel.id);
    }
    if (!missing.delete(admKey(output))) {
      throw matrixError(`makes ${output}, which is not in ${outputPack.id} or made twice`, channel.id);
    }
  }
  for (const id of missing.values()) {
    throw matrixError(`does not make ${id} of its output pack ${outputPack.id}`, pack.id);
  }
}

export function checkNotMatrixPack(pack: AudioPackFormat): void {
  if (pack.inputPackFormatIDRef !== undefined || pack.outputPackFormatIDRef !== undefined || pack.encodePackFormatIDRef.length > 0) {
    throw matrixError(`is of type ${pack.type} and has an input, output or encode pack, as only a matrix may`, pack.id);
  }
}

export function checkMatrixChannel(channel: AudioChannelFormat): void {
  const block = matrixBlock(channel);
  if (block.rtime !== undefined || block.duration !== undefined) {
    throw matrixError('has an rtime or duration, which a matrix may not have', block.id);
  }
  for (const coefficient of block.matrix) {
    for (const name of ['gainVar', 'delayVar', 'phaseVar', 'phase'] as const) {
      if (coefficient[name] !== undefined) {
        throw matrixError(`has a coefficient with ${name}, which BS.2127 does not render`, block.id);
      }
    }
    if (coefficient.delay !== undefined && coefficient.delay < 0) {
      throw matrixError('has a coefficient with a negative delay', block.id);
    }
  }
}

export function matrixBlock(channel: AudioChannelFormat): MatrixBlockFormat {
  const block = channel.audioBlockFormats[0];
  if (channel.audioBlockFormats.length !== 1 || block?.type !== 'Matrix') {
    throw matrixError(`has ${channel.audioBlockFormats.length} audioBlockFormats, not one of type Matrix`, channel.id);
  }
  return block;
}

/**
 * What a channel is made of: its own track, else the mix of its coefficients' inputs.
 * @param tracks of the channels that the file has, by admKey of the channel's id; those that are made are added
 */
export function matrixTrack(channel: AudioChannelFormat, tracks: Map<string, TrackSpec>, index: AdmIndex): TrackSpec {
  const own = tracks.get(admKey(channel.id));
  if (own !== undefined) {
    return own;
  }
  const block = matrixBlock(channel);
  const blockGain = linear(block.gain, block.gainUnit);
  const inputs = block.matrix.map(({ audioChannelFormatID, gain, gainUnit, delay }): TrackSpec => {
    const input = matrixTrack(index.channel(audioChannelFormatID, channel.id), tracks, index);
    const delayed: TrackSpec = delay === undefined || delay === 0 ? input : { kind: 'delay', input, delayMs: delay };
    const factor = linear(gain, gainUnit) * blockGain;
    return factor === 1 ? delayed : { kind: 'gain', input: delayed, gain: factor };
  });
  const made: TrackSpec = inputs.length === 1 ? inputs[0]! : { kind: 'mix', inputs };
  tracks.set(admKey(channel.id), made);
  return made;
}

function linear(gain: number | undefined, unit: 'linear' | 'dB' | undefined): number {
  return gain === undefined ? 1 : unit === 'dB' ? dbToGain(gain) : gain;
}

function matrixError(fact: string, at: string): InputError {
  return new InputError('adm.matrix', fact, 'correct it in the program that wrote the file', at);
}
