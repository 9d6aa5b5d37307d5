// audioBlockFormat elements of every type. @source BS.2076-2 §5.4.3
import type {
  AudioBlockFormat,
  BlockPosition,
  BlockScreenEdgeLock,
  BlockZone,
  DirectSpeakersBlockFormat,
  HoaBlockFormat,
  MatrixBlockFormat,
  MatrixCoefficient,
  ObjectsBlockFormat,
  PositionBound,
} from './blocks.ts';
import type { TypeDefinition } from './document.ts';
import type { ReadContext } from './readContext.ts';
import type { XmlElement } from './xmlElements.ts';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** Reads one block of a channel of that type. */
export function readBlock(element: XmlElement, type: TypeDefinition, context: ReadContext): AudioBlockFormat {
  const id = compactText(element.attributes['audioBlockFormatID']?.trim() ?? '');
  if (id === '') {
    return context.fault(`an audioBlockFormat in line ${element.line} has no audioBlockFormatID`, '');
  }
  context.checkAttributes(element, BLOCK_ATTRIBUTES, id);
  switch (type) {
    case 'Objects':
      return readObjects(element, id, context);
    case 'DirectSpeakers':
      return readDirectSpeakers(element, id, context);
    case 'HOA':
      return readHoa(element, id, context);
    case 'Matrix':
      return readMatrix(element, id, context);
    case 'Binaural': {
      const block = { type: 'Binaural' as const, ...commonOf(element, id, context) };
      for (const child of element.children) {
        if (!readCommonChild(block, child, context)) {
          context.unknownElement('audioBlockFormat', child.name, id);
        }
      }
      return block;
    }
  }
}

const BLOCK_ATTRIBUTES = new Set(['audioBlockFormatID', 'rtime', 'duration', 'lstart', 'lduration', 'initializeBlock']);
const GAIN_ATTRIBUTES = new Set(['gainUnit']);
const POSITION_ATTRIBUTES = new Set(['coordinate', 'bound', 'screenEdgeLock']);
const CHANNEL_LOCK_ATTRIBUTES = new Set(['maxDistance']);
const DIVERGENCE_ATTRIBUTES = new Set(['azimuthRange', 'positionRange']);
const JUMP_ATTRIBUTES = new Set(['interpolationLength']);

/** Serial ADM (BS.2125) gives blocks that reach beyond their frame an lstart and lduration; a file's rtime and duration come first. */
function commonOf(element: XmlElement, id: string, context: ReadContext): Writable<BlockCommon> {
  const { attributes } = element;
  const rtime = attributes['rtime'] ?? attributes['lstart'];
  const duration = attributes['duration'] ?? attributes['lduration'];
  return {
    id,
    rtime: rtime === undefined ? undefined : context.time(rtime.trim(), 'rtime', id),
    duration: duration === undefined ? undefined : context.time(duration.trim(), 'duration', id),
    gain: undefined,
    gainUnit: undefined,
    importance: undefined,
    headLocked: undefined,
  };
}

type BlockCommon = Pick<AudioBlockFormat, 'id' | 'rtime' | 'duration' | 'gain' | 'gainUnit' | 'importance' | 'headLocked'>;

/** True where the child was one that every type has. */
function readCommonChild(block: Writable<BlockCommon>, child: XmlElement, context: ReadContext): boolean {
  switch (child.name) {
    case 'gain':
      context.checkAttributes(child, GAIN_ATTRIBUTES, block.id);
      block.gainUnit = context.gainUnit(child.attributes, block.id);
      block.gain = context.gain(child.text, block.gainUnit, block.id);
      return true;
    case 'importance':
      block.importance = context.importance(child.text, block.id);
      return true;
    case 'headLocked':
      block.headLocked = context.flag(child.text, 'headLocked', block.id);
      return true;
    case 'headphoneVirtualise':
      // Direct-to-reverberant ratio for headphones: BS.2127 does not use it.
      return true;
    default:
      return false;
  }
}

function readObjects(element: XmlElement, id: string, context: ReadContext): ObjectsBlockFormat {
  const block: Writable<ObjectsBlockFormat> = {
    type: 'Objects',
    ...commonOf(element, id, context),
    cartesian: undefined,
    position: NO_POSITION,
    screenEdgeLock: undefined,
    width: undefined,
    height: undefined,
    depth: undefined,
    diffuse: undefined,
    channelLock: undefined,
    objectDivergence: undefined,
    jumpPosition: undefined,
    interpolationLength: undefined,
    zoneExclusion: undefined,
    screenRef: undefined,
  };
  const position = new PositionReader(id, context);
  for (const child of element.children) {
    switch (child.name) {
      case 'position':
        position.add(child);
        break;
      case 'cartesian':
        block.cartesian = context.flag(child.text, 'cartesian', id);
        break;
      case 'width':
        block.width = context.number(child.text, 'width', id);
        break;
      case 'height':
        block.height = context.number(child.text, 'height', id);
        break;
      case 'depth':
        block.depth = context.number(child.text, 'depth', id);
        break;
      case 'diffuse':
        block.diffuse = context.number(child.text, 'diffuse', id);
        break;
      case 'channelLock':
        context.checkAttributes(child, CHANNEL_LOCK_ATTRIBUTES, id);
        block.channelLock = {
          flag: context.flag(child.text, 'channelLock', id),
          maxDistance: context.optionalNumber(child.attributes, 'maxDistance', id),
        };
        break;
      case 'objectDivergence':
        context.checkAttributes(child, DIVERGENCE_ATTRIBUTES, id);
        block.objectDivergence = {
          value: context.number(child.text, 'objectDivergence', id),
          azimuthRange: context.optionalNumber(child.attributes, 'azimuthRange', id),
          positionRange: context.optionalNumber(child.attributes, 'positionRange', id),
        };
        break;
      case 'jumpPosition': {
        context.checkAttributes(child, JUMP_ATTRIBUTES, id);
        const length = child.attributes['interpolationLength'];
        block.jumpPosition = context.flag(child.text, 'jumpPosition', id);
        block.interpolationLength = length === undefined ? undefined : context.seconds(length.trim(), 'interpolationLength', id);
        break;
      }
      case 'zoneExclusion':
        block.zoneExclusion = readZones(child, id, context);
        break;
      case 'screenRef':
        block.screenRef = context.flag(child.text, 'screenRef', id);
        break;
      default:
        if (!readCommonChild(block, child, context)) {
          context.unknownElement('audioBlockFormat', child.name, id);
        }
    }
  }
  block.position = position.finish();
  block.screenEdgeLock = position.screenEdgeLock();
  if (position.bounds.length > 0) {
    context.fault('a position of type Objects has a bound', id);
  }
  return block;
}

function readZones(element: XmlElement, id: string, context: ReadContext): BlockZone[] {
  return element.children.flatMap((child): BlockZone[] => {
    if (child.name !== 'zone') {
      context.unknownElement('zoneExclusion', child.name, id);
      return [];
    }
    const { attributes } = child;
    const need = (name: string): number => context.optionalNumber(attributes, name, id) ?? context.fault(`a zone has no ${name}`, id);
    const isCartesian = 'minX' in attributes || 'minY' in attributes || 'minZ' in attributes;
    context.checkAttributes(child, isCartesian ? CARTESIAN_ZONE : POLAR_ZONE, id);
    return [
      isCartesian
        ? {
            kind: 'cartesian',
            minX: need('minX'),
            maxX: need('maxX'),
            minY: need('minY'),
            maxY: need('maxY'),
            minZ: need('minZ'),
            maxZ: need('maxZ'),
          }
        : {
            kind: 'polar',
            minAzimuth: need('minAzimuth'),
            maxAzimuth: need('maxAzimuth'),
            minElevation: need('minElevation'),
            maxElevation: need('maxElevation'),
          },
    ];
  });
}
const CARTESIAN_ZONE = new Set(['minX', 'maxX', 'minY', 'maxY', 'minZ', 'maxZ']);
const POLAR_ZONE = new Set(['minAzimuth', 'maxAzimuth', 'minElevation', 'maxElevation']);

function readDirectSpeakers(element: XmlElement, id: string, context: ReadContext): DirectSpeakersBlockFormat {
  const labels: string[] = [];
  const position = new PositionReader(id, context);
  const block: Writable<DirectSpeakersBlockFormat> = {
    type: 'DirectSpeakers',
    ...commonOf(element, id, context),
    speakerLabel: labels,
    position: NO_POSITION,
    bounds: position.bounds,
    screenEdgeLock: undefined,
    cartesian: undefined,
  };
  for (const child of element.children) {
    switch (child.name) {
      case 'speakerLabel':
        labels.push(child.text);
        break;
      case 'position':
        position.add(child);
        break;
      case 'cartesian':
        block.cartesian = context.flag(child.text, 'cartesian', id);
        break;
      default:
        if (!readCommonChild(block, child, context)) {
          context.unknownElement('audioBlockFormat', child.name, id);
        }
    }
  }
  block.position = position.finish();
  block.screenEdgeLock = position.screenEdgeLock();
  return block;
}

function readHoa(element: XmlElement, id: string, context: ReadContext): HoaBlockFormat {
  const block: Writable<HoaBlockFormat> = {
    type: 'HOA',
    ...commonOf(element, id, context),
    equation: undefined,
    order: undefined,
    degree: undefined,
    normalization: undefined,
    nfcRefDist: undefined,
    screenRef: undefined,
  };
  for (const child of element.children) {
    switch (child.name) {
      case 'equation':
        block.equation = child.text;
        break;
      case 'order':
        block.order = context.integer(child.text, 'order', id);
        break;
      case 'degree':
        block.degree = context.integer(child.text, 'degree', id);
        break;
      case 'normalization':
        block.normalization = child.text;
        break;
      case 'nfcRefDist':
        block.nfcRefDist = context.number(child.text, 'nfcRefDist', id);
        break;
      case 'screenRef':
        block.screenRef = context.flag(child.text, 'screenRef', id);
        break;
      default:
        if (!readCommonChild(block, child, context)) {
          context.unknownElement('audioBlockFormat', child.name, id);
        }
    }
  }
  return block;
}

function readMatrix(element: XmlElement, id: string, context: ReadContext): MatrixBlockFormat {
  const matrix: MatrixCoefficient[] = [];
  const block: Writable<MatrixBlockFormat> = {
    type: 'Matrix',
    ...commonOf(element, id, context),
    outputChannelFormatIDRef: undefined,
    jumpPosition: undefined,
    matrix,
  };
  for (const child of element.children) {
    switch (child.name) {
      case 'outputChannelFormatIDRef':
      case 'outputChannelIDRef':
        block.outputChannelFormatIDRef = child.text;
        break;
      case 'jumpPosition':
        block.jumpPosition = context.flag(child.text, 'jumpPosition', id);
        break;
      case 'matrix':
        for (const coefficient of child.children) {
          if (coefficient.name === 'coefficient') {
            matrix.push(readCoefficient(coefficient, id, context));
          } else {
            context.unknownElement('matrix', coefficient.name, id);
          }
        }
        break;
      default:
        if (!readCommonChild(block, child, context)) {
          context.unknownElement('audioBlockFormat', child.name, id);
        }
    }
  }
  return block;
}

function readCoefficient(element: XmlElement, id: string, context: ReadContext): MatrixCoefficient {
  const { attributes } = element;
  context.checkAttributes(element, COEFFICIENT_ATTRIBUTES, id);
  const gainUnit = context.gainUnit(attributes, id);
  const gain = attributes['gain'];
  return {
    audioChannelFormatID: element.text,
    gain: gain === undefined ? undefined : context.gain(gain.trim(), gainUnit, id),
    gainUnit,
    delay: context.optionalNumber(attributes, 'delay', id),
    phase: context.optionalNumber(attributes, 'phase', id),
    gainVar: attributes['gainVar'],
    delayVar: attributes['delayVar'],
    phaseVar: attributes['phaseVar'],
  };
}
const COEFFICIENT_ATTRIBUTES = new Set(['gain', 'gainUnit', 'gainVar', 'delay', 'delayVar', 'phase', 'phaseVar']);

const NO_POSITION: BlockPosition = { kind: 'polar', azimuth: 0, elevation: 0 };
const COORDINATES = ['azimuth', 'elevation', 'distance', 'X', 'Y', 'Z'] as const;

/** The position elements of one block: one a coordinate, more for bounds. */
class PositionReader {
  readonly bounds: PositionBound[] = [];
  readonly #at: string;
  readonly #context: ReadContext;
  readonly #values: (number | undefined)[] = [undefined, undefined, undefined, undefined, undefined, undefined];
  #horizontal: 'left' | 'right' | undefined;
  #vertical: 'top' | 'bottom' | undefined;

  constructor(at: string, context: ReadContext) {
    this.#at = at;
    this.#context = context;
  }

  add(element: XmlElement): void {
    const { attributes } = element;
    this.#context.checkAttributes(element, POSITION_ATTRIBUTES, this.#at);
    const name = attributes['coordinate'];
    const index = COORDINATES.findIndex((coordinate) => coordinate === name);
    if (index < 0) {
      this.#context.fault(
        name === undefined ? 'a position has no coordinate' : `a position has a coordinate ${JSON.stringify(name)}`,
        this.#at,
      );
    }
    const coordinate = COORDINATES[index]!;
    const value = this.#context.number(element.text, coordinate, this.#at);
    const bound = attributes['bound'];
    if (bound === undefined) {
      if (this.#values[index] !== undefined) {
        this.#context.fault(`${coordinate} is written twice`, this.#at);
      }
      this.#values[index] = value;
    } else if (bound === 'min' || bound === 'max') {
      this.bounds.push({ coordinate, bound, value });
    } else {
      this.#context.fault(`the bound of ${coordinate} is ${JSON.stringify(bound)}, not min or max`, this.#at);
    }
    this.#lock(attributes['screenEdgeLock']);
  }

  finish(): BlockPosition {
    const [azimuth, elevation, distance, x, y, z] = this.#values;
    const isCartesian = x !== undefined || y !== undefined || z !== undefined;
    if (isCartesian && (azimuth !== undefined || elevation !== undefined || distance !== undefined)) {
      this.#context.fault('its position mixes polar and Cartesian coordinates', this.#at);
    }
    if (isCartesian) {
      if (x === undefined || y === undefined) {
        return this.#context.fault(`its position has no ${x === undefined ? 'X' : 'Y'}`, this.#at);
      }
      return { kind: 'cartesian', X: x, Y: y, Z: z };
    }
    if (azimuth === undefined || elevation === undefined) {
      return this.#context.fault(`its position has no ${azimuth === undefined ? 'azimuth' : 'elevation'}`, this.#at);
    }
    return { kind: 'polar', azimuth, elevation, distance };
  }

  screenEdgeLock(): BlockScreenEdgeLock | undefined {
    return this.#horizontal === undefined && this.#vertical === undefined
      ? undefined
      : { horizontal: this.#horizontal, vertical: this.#vertical };
  }

  #lock(edge: string | undefined): void {
    switch (edge) {
      case undefined:
        return;
      case 'left':
      case 'right':
        this.#horizontal = edge;
        return;
      case 'top':
      case 'bottom':
        this.#vertical = edge;
        return;
      default:
        this.#context.fault(`screenEdgeLock is ${JSON.stringify(edge)}, not left, right, top or bottom`, this.#at);
    }
  }
}

/** A copy that does not keep alive the slice of the file that it was cut from: engines copy parts shorter than 13 characters. */
function compactText(text: string): string {
  return text.length <= 24 ? text.slice(0, 12) + text.slice(12) : text;
}
