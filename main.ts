import { runAsProcess } from "./cli/run-process";

// The app that `cdktf synth`, `diff` and `deploy` of this repository run. Projects of users have the command as their app.
runAsProcess(["synth", ...process.argv.slice(2)]);
