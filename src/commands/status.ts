import { Command, InvalidArgumentError } from 'commander';
import { loadConfig } from '../config.ts';
import { SigiloError } from '../errors.ts';
import { readStatusPage } from '../io/status-request.ts';
import { attentionOf } from './status/attention.ts';
import { readPageShape } from './status/page-shape.ts';
import { describeStatus } from './status/status-text.ts';

/** The command `sigilo status`. */
export function statusCommand(): Command {
  return new Command('status')
    .description('show what the worker on this machine does, and what needs attention')
    .option('--config <file>', 'configuration that the worker runs with', 'sigilo.yaml')
    .option('--port <port>', 'its metrics port, in place of http.port', readPort)
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nExit code: 0 when all is well, 1 when something needs attention or no worker answers.\n\nExamples:\n  $ sigilo status --config sigilo.yaml\n  $ kubectl -n sigilo exec deploy/sigilo -- /nodejs/bin/node dist/cli.js status --config /etc/sigilo/sigilo.yaml',
    )
    .action(async (options: { config: string; port?: number; json?: boolean }) => {
      const { host, port } = loadConfig(options.config).http;
      const asked = options.port ?? port;
      const page = readPageShape(await readStatusPage(host, asked), asked);
      const now = Date.now();
      const attention = attentionOf(page, now);
      const ok = attention.length === 0;
      if (options.json) console.log(JSON.stringify({ ok, attention, ...page }));
      else for (const line of describeStatus(page, attention, now)) console.log(line);
      if (!ok) throw new SigiloError('status.attention', { actual: attention.length });
    });
}

function readPort(text: string): number {
  const port = /^[0-9]{1,5}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65_535) throw new InvalidArgumentError('a port is 1 to 65535');
  return port;
}
