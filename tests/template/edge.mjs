// Runs one CloudFront function: {code, event} on standard input, what it returns on standard output.
import { readFileSync } from "node:fs";
import vm from "node:vm";

const { code, event } = JSON.parse(readFileSync(0, "utf8"));
// A context of its own: like CloudFront's, it has neither require nor process.
const context = vm.createContext({ event });
process.stdout.write(JSON.stringify(vm.runInContext(`${code}\nhandler(event);`, context)));
