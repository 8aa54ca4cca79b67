// The station's process of PouchDB: one-way replication into LevelDB. Says what it took as measure.work does.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [, , modules, folder, url, times] = process.argv;
const PouchDB = createRequire(`${modules}/`)("pouchdb");
const local = new PouchDB(`${folder}/postings`);
const remote = new PouchDB(`${url}/postings`, { skip_setup: true });
const act = () => local.replicate.from(remote, { batch_size: 1000 });

if (Number(times) > 1) await act();
process.stdout.write("ready\n");
await new Promise((go) => process.stdin.once("data", go));
const began = process.hrtime.bigint();
const before = process.cpuUsage();
for (let turn = 0; turn < Number(times); turn++) await act();
const cpu = process.cpuUsage(before);
const wall = Number(process.hrtime.bigint() - began) / 1e9;
const peak = Number(/VmHWM:\s+(\d+)/.exec(readFileSync("/proc/self/status", "utf8"))[1]) * 1024 / 1e6;

const found = await local.allDocs({ include_docs: true });
const digest = createHash("sha256");
for (const row of found.rows) digest.update(`${row.id}\t${row.doc.title}\n`);
const said = {
    wall_s: wall / times,
    cpu_s: (cpu.user + cpu.system) / 1e6 / times,
    peak_mb: peak,
    rows: found.rows.length,
    digest: digest.digest("hex").slice(0, 16),
    note: "",
};
process.stdout.write(`${JSON.stringify(said)}\n`);
process.exit(0);
