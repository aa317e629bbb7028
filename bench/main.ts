import { benchLibrary } from "./library-beside-plain";
import { benchReview } from "./review";

const say = (line: string) => process.stdout.write(`${line}\n`);

benchLibrary(say);
say("");
benchReview(say);
