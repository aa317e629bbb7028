import { exampleStackTexts } from "../example-stacks";

process.stdout.write(JSON.stringify(exampleStackTexts()));
