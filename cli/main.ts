#!/usr/bin/env node
import { runAsProcess } from "./run-process";

runAsProcess(process.argv.slice(2));
