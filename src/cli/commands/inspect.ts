import type { Command } from 'commander';
import { createWarningList } from '../../base/index.ts';
import { inspectFile, type AdmInspection } from '../../jobs/index.ts';
import { createNodePorts } from '../platform/index.ts';
import { print, printJson, sayWarnings, table } from '../words.ts';

export function addInspectCommand(program: Command): void {
  program
    .command('inspect')
    .summary('what a file holds')
    .description('Shows the container, chunks and format of an audio file, or the contents of a project, without rendering it.')
    .argument('<file>', 'audio, ADM metadata (.xml) or a project')
    .option('--strict', 'of ADM metadata: whatever is not in the standard is an error')
    .option('--json', 'one JSON document on standard output')
    .addHelpText(
      'after',
      '\nExamples:\n  periphony inspect mix.wav\n  periphony inspect band.periphony.json --json\n  periphony inspect master.axml.xml --strict',
    )
    .action(async (file: string, options: { readonly json?: true; readonly strict?: true }) => {
      const { warn, list } = createWarningList();
      const found = await inspectFile(createNodePorts('.'), file, warn, options.strict ?? false);
      sayWarnings(list);
      if (options.json) {
        printJson({ ...found, warnings: list });
      } else if (found.kind === 'audio') {
        const labels = found.channelLabels === null ? '' : ` (${found.channelLabels.join(' ')})`;
        print(
          `${found.file}: ${found.container}, ${found.bitsPerSample} bit ${found.encoding}, ${found.channels} channels${labels}, ${found.sampleRateHz} Hz`,
        );
        print(`${found.frames} frames, ${found.lengthSec.toFixed(3)} s`);
        if (found.chunks.length > 0) {
          print(table([['chunk', 'offset', 'bytes'], ...found.chunks.map((c) => [c.id, String(c.offsetBytes), String(c.lengthBytes)])]));
        }
        if (found.adm !== null) {
          printAdm(found.adm);
        }
      } else if (found.kind === 'adm') {
        printAdm(found.adm);
        print(found.items === null ? 'what to render cannot be told without a chna chunk' : `${found.items} items to render`);
      } else {
        print(`${found.file}: project "${found.title}", ${found.sampleRateHz} Hz`);
        print(table([['element', 'kind', 'source'], ...found.elements.map((e) => [e.id, e.kind, e.source])]));
        print(`groups: ${found.groups.join(', ') || 'none'}`);
        print(
          `deliverables: ${found.deliverables.map((d) => `${d.render}${d.preset === undefined ? '' : ` (${d.preset})`}`).join(', ') || 'none'}`,
        );
      }
    });
}

function printAdm(adm: AdmInspection): void {
  const profiles = adm.profiles.length === 0 ? '' : `, ${adm.profiles.join(', ')}`;
  print(
    `ADM${adm.version === null ? '' : ` ${adm.version}`}${profiles}: ${adm.tracks} tracks${adm.hasDbmd ? ', with Dolby metadata' : ''}`,
  );
  adm.programmes.forEach(({ id, name }) => print(`programme ${id} "${name}"`));
  print(`${adm.contents} contents, ${adm.objects} objects, ${adm.packs} packs, ${adm.trackUids} track UIDs`);
  if (adm.channels.length > 0) {
    print(table([['type', 'channels', 'blocks'], ...adm.channels.map((c) => [c.type, String(c.channels), String(c.blocks)])]));
  }
}
