// A server that speaks CouchDB's protocol: express-pouchdb over LevelDB, as its documentation sets it up.
import { createReadStream } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const [, , modules, port, folder, rows, limit] = process.argv;
const require = createRequire(`${modules}/`);
const PouchDB = require("pouchdb").defaults({ prefix: `${folder}/` });
const express = require("express");

// before the database is made: it answers only for those it has seen being made
const serving = require("express-pouchdb")(PouchDB, {
    mode: "minimumForPouchDB",
    inMemoryConfig: true,
    logPath: `${folder}/log`,
});
const db = new PouchDB("postings");
let batch = [];
let count = 0;
for await (const line of createInterface({ input: createReadStream(rows) })) {
    const record = JSON.parse(line);
    batch.push({ _id: record.id, ...record });
    if (batch.length === 1000) {
        await db.bulkDocs(batch);
        batch = [];
    }
    if (++count === Number(limit)) break;
}
if (batch.length) await db.bulkDocs(batch);

const app = express();
app.use("/", serving);
app.listen(Number(port), "127.0.0.1");
