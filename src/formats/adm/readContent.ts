// audioProgramme, audioContent and audioObject. @source BS.2076-2 §5.6 to §5.8
import type {
  AdmGain,
  AdmLabel,
  AdmPositionOffset,
  AlternativeValueSet,
  AudioContent,
  AudioObject,
  AudioObjectInteraction,
  AudioProgramme,
  Dialogue,
  InteractionBound,
  LoudnessMetadata,
  ObjectValues,
  ReferenceScreen,
} from './document.ts';
import type { ReadContext } from './readContext.ts';
import type { XmlElement } from './xmlElements.ts';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

export function readProgramme(element: XmlElement, id: string, context: ReadContext): AudioProgramme {
  const { attributes } = element;
  context.checkAttributes(element, PROGRAMME_ATTRIBUTES, id);
  const labels: AdmLabel[] = [];
  const contents: string[] = [];
  const valueSets: string[] = [];
  const loudness: LoudnessMetadata[] = [];
  let referenceScreen: ReferenceScreen | undefined;
  for (const child of element.children) {
    switch (child.name) {
      case 'audioProgrammeLabel':
        labels.push(readLabel(child));
        break;
      case 'audioContentIDRef':
        contents.push(child.text);
        break;
      case 'alternativeValueSetIDRef':
        valueSets.push(child.text);
        break;
      case 'loudnessMetadata':
        loudness.push(readLoudness(child, id, context));
        break;
      case 'audioProgrammeReferenceScreen':
        referenceScreen = readScreen(child, id, context);
        break;
      case 'authoringInformation':
        // Where and with what renderer it was mixed: nothing that changes its rendering.
        break;
      default:
        context.unknownElement('audioProgramme', child.name, id);
    }
  }
  return {
    id,
    name: attributes['audioProgrammeName'] ?? '',
    language: attributes['audioProgrammeLanguage'],
    start: context.optionalTime(attributes, 'start', id),
    end: context.optionalTime(attributes, 'end', id),
    maxDuckingDepth: context.optionalNumber(attributes, 'maxDuckingDepth', id),
    labels,
    audioContentIDRef: contents,
    alternativeValueSetIDRef: valueSets,
    loudnessMetadata: loudness,
    referenceScreen,
  };
}
const PROGRAMME_ATTRIBUTES = new Set([
  'audioProgrammeID',
  'audioProgrammeName',
  'audioProgrammeLanguage',
  'start',
  'end',
  'maxDuckingDepth',
  'status',
]);

export function readContent(element: XmlElement, id: string, context: ReadContext): AudioContent {
  const { attributes } = element;
  context.checkAttributes(element, CONTENT_ATTRIBUTES, id);
  const labels: AdmLabel[] = [];
  const objects: string[] = [];
  const valueSets: string[] = [];
  const loudness: LoudnessMetadata[] = [];
  let dialogue: Dialogue | undefined;
  for (const child of element.children) {
    switch (child.name) {
      case 'audioContentLabel':
        labels.push(readLabel(child));
        break;
      case 'audioObjectIDRef':
        objects.push(child.text);
        break;
      case 'alternativeValueSetIDRef':
        valueSets.push(child.text);
        break;
      case 'loudnessMetadata':
        loudness.push(readLoudness(child, id, context));
        break;
      case 'dialogue':
        dialogue = readDialogue(child, id, context);
        break;
      default:
        context.unknownElement('audioContent', child.name, id);
    }
  }
  return {
    id,
    name: attributes['audioContentName'] ?? '',
    language: attributes['audioContentLanguage'],
    labels,
    audioObjectIDRef: objects,
    alternativeValueSetIDRef: valueSets,
    loudnessMetadata: loudness,
    dialogue,
  };
}
const CONTENT_ATTRIBUTES = new Set(['audioContentID', 'audioContentName', 'audioContentLanguage', 'status']);

export function readObject(element: XmlElement, id: string, context: ReadContext): AudioObject {
  const { attributes } = element;
  context.checkAttributes(element, OBJECT_ATTRIBUTES, id);
  const labels: AdmLabel[] = [];
  const objects: string[] = [];
  const complementary: string[] = [];
  const packs: string[] = [];
  const tracks: string[] = [];
  const valueSets: AlternativeValueSet[] = [];
  const values = new ValuesReader(id, context);
  let headLocked = context.optionalFlag(attributes, 'headLocked', id);
  for (const child of element.children) {
    switch (child.name) {
      case 'audioObjectLabel':
        labels.push(readLabel(child));
        break;
      case 'audioObjectIDRef':
        objects.push(child.text);
        break;
      case 'audioComplementaryObjectIDRef':
        complementary.push(child.text);
        break;
      case 'audioComplementaryObjectGroupLabel':
        break;
      case 'audioPackFormatIDRef':
        packs.push(child.text);
        break;
      case 'audioTrackUIDRef':
        tracks.push(child.text);
        break;
      case 'alternativeValueSet':
        valueSets.push(readValueSet(child, id, context));
        break;
      case 'headLocked':
        headLocked = context.flag(child.text, 'headLocked', id);
        break;
      default:
        if (!values.add(child)) {
          context.unknownElement('audioObject', child.name, id);
        }
    }
  }
  const importance = attributes['importance'];
  return {
    id,
    name: attributes['audioObjectName'] ?? '',
    start: context.optionalTime(attributes, 'start', id),
    duration: context.optionalTime(attributes, 'duration', id),
    dialogue: context.optionalInteger(attributes, 'dialogue', id),
    importance: importance === undefined ? undefined : context.importance(importance.trim(), id),
    interact: context.optionalFlag(attributes, 'interact', id),
    disableDucking: context.optionalFlag(attributes, 'disableDucking', id),
    headLocked,
    labels,
    audioObjectIDRef: objects,
    audioComplementaryObjectIDRef: complementary,
    audioPackFormatIDRef: packs,
    audioTrackUIDRef: tracks,
    alternativeValueSets: valueSets,
    ...values.finish(),
  };
}
const OBJECT_ATTRIBUTES = new Set([
  'audioObjectID',
  'audioObjectName',
  'start',
  'duration',
  'dialogue',
  'importance',
  'interact',
  'disableDucking',
  'headLocked',
  'status',
]);

function readValueSet(element: XmlElement, objectId: string, context: ReadContext): AlternativeValueSet {
  const id =
    element.attributes['alternativeValueSetID']?.trim() ?? context.fault('an alternativeValueSet has no alternativeValueSetID', objectId);
  const values = new ValuesReader(id, context);
  for (const child of element.children) {
    if (!values.add(child)) {
      context.unknownElement('alternativeValueSet', child.name, id);
    }
  }
  return { id, ...values.finish() };
}

/** The parts that an audioObject and its alternativeValueSets have in common. */
class ValuesReader {
  readonly #id: string;
  readonly #context: ReadContext;
  #gain: AdmGain | undefined;
  #mute: boolean | undefined;
  #interaction: AudioObjectInteraction | undefined;
  readonly #offset: Partial<Record<OffsetCoordinate, number>> = {};

  constructor(id: string, context: ReadContext) {
    this.#id = id;
    this.#context = context;
  }

  /** False where the child is none of them. */
  add(child: XmlElement): boolean {
    const context = this.#context;
    switch (child.name) {
      case 'gain': {
        const gainUnit = context.gainUnit(child.attributes, this.#id);
        this.#gain = { value: context.gain(child.text, gainUnit, this.#id), gainUnit };
        return true;
      }
      case 'mute':
        this.#mute = context.flag(child.text, 'mute', this.#id);
        return true;
      case 'positionOffset': {
        const coordinate = OFFSET_COORDINATES.find((name) => name === child.attributes['coordinate']);
        if (coordinate === undefined || this.#offset[coordinate] !== undefined) {
          return context.fault(`a positionOffset has ${coordinate === undefined ? 'an unknown' : 'twice the same'} coordinate`, this.#id);
        }
        this.#offset[coordinate] = context.number(child.text, coordinate, this.#id);
        return true;
      }
      case 'audioObjectInteraction':
        this.#interaction = readInteraction(child, this.#id, context);
        return true;
      default:
        return false;
    }
  }

  finish(): ObjectValues {
    return { gain: this.#gain, mute: this.#mute, positionOffset: this.#positionOffset(), interaction: this.#interaction };
  }

  #positionOffset(): AdmPositionOffset | undefined {
    const { azimuth, elevation, distance, X, Y, Z } = this.#offset;
    const isPolar = azimuth !== undefined || elevation !== undefined || distance !== undefined;
    const isCartesian = X !== undefined || Y !== undefined || Z !== undefined;
    if (isPolar && isCartesian) {
      this.#context.fault('its positionOffset mixes polar and Cartesian coordinates', this.#id);
    }
    return isPolar ? { kind: 'polar', azimuth, elevation, distance } : isCartesian ? { kind: 'cartesian', X, Y, Z } : undefined;
  }
}

const OFFSET_COORDINATES = ['azimuth', 'elevation', 'distance', 'X', 'Y', 'Z'] as const;
type OffsetCoordinate = (typeof OFFSET_COORDINATES)[number];

function readInteraction(element: XmlElement, id: string, context: ReadContext): AudioObjectInteraction {
  const ranges: InteractionBound[] = [];
  for (const child of element.children) {
    const { name, attributes } = child;
    if (name === 'gainInteractionRange' || name === 'positionInteractionRange') {
      const gainUnit = context.gainUnit(attributes, id);
      ranges.push({
        element: name,
        bound: attributes['bound'] ?? context.fault(`a ${name} has no bound`, id),
        coordinate: attributes['coordinate'],
        gainUnit,
        value: context.gain(child.text, gainUnit, id),
      });
    } else {
      context.unknownElement('audioObjectInteraction', name, id);
    }
  }
  return {
    onOffInteract: context.optionalFlag(element.attributes, 'onOffInteract', id),
    gainInteract: context.optionalFlag(element.attributes, 'gainInteract', id),
    positionInteract: context.optionalFlag(element.attributes, 'positionInteract', id),
    ranges,
  };
}

function readLabel(element: XmlElement): AdmLabel {
  return { text: element.text, language: element.attributes['language'] };
}

function readDialogue(element: XmlElement, id: string, context: ReadContext): Dialogue {
  const { attributes } = element;
  return {
    dialogue: context.integer(element.text, 'dialogue', id),
    contentKind:
      context.optionalInteger(attributes, 'nonDialogueContentKind', id) ??
      context.optionalInteger(attributes, 'dialogueContentKind', id) ??
      context.optionalInteger(attributes, 'mixedContentKind', id),
  };
}

function readLoudness(element: XmlElement, id: string, context: ReadContext): LoudnessMetadata {
  const { attributes } = element;
  const loudness: Writable<LoudnessMetadata> = {
    loudnessMethod: attributes['loudnessMethod'],
    loudnessRecType: attributes['loudnessRecType'],
    loudnessCorrectionType: attributes['loudnessCorrectionType'],
  };
  for (const child of element.children) {
    switch (child.name) {
      case 'integratedLoudness':
      case 'loudnessRange':
      case 'maxTruePeak':
      case 'maxMomentary':
      case 'maxShortTerm':
      case 'dialogueLoudness':
        loudness[child.name] = context.number(child.text, child.name, id);
        break;
      case 'renderer':
        break;
      default:
        context.unknownElement('loudnessMetadata', child.name, id);
    }
  }
  return loudness;
}

/** Numbers are attributes of screenCentrePosition and screenWidth; the aspect ratio is found both as attribute and as element. */
function readScreen(element: XmlElement, id: string, context: ReadContext): ReferenceScreen {
  const screen: Writable<ReferenceScreen> = { aspectRatio: context.optionalNumber(element.attributes, 'aspectRatio', id) };
  for (const child of element.children) {
    const { attributes } = child;
    const need = (name: string): number =>
      context.optionalNumber(attributes, name, id) ?? context.fault(`${child.name} has no ${name}`, id);
    switch (child.name) {
      case 'aspectRatio':
        screen.aspectRatio = context.number(child.text, 'aspectRatio', id);
        break;
      case 'screenCentrePosition':
        screen.screenCentrePosition =
          'X' in attributes
            ? { kind: 'cartesian', X: need('X'), Y: need('Y'), Z: need('Z') }
            : { kind: 'polar', azimuth: need('azimuth'), elevation: need('elevation'), distance: need('distance') };
        break;
      case 'screenWidth':
        screen.screenWidth = 'X' in attributes ? { kind: 'cartesian', X: need('X') } : { kind: 'polar', azimuth: need('azimuth') };
        break;
      default:
        context.unknownElement('audioProgrammeReferenceScreen', child.name, id);
    }
  }
  return screen;
}
