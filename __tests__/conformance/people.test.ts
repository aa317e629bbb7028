import { forbiddenToAll, people } from "./harness/people";

const here = people();
describe.each(Object.values(here.roles).filter(({ name }) => !/-execution$/.test(name)).map((r) => [r.name, r] as const))("%s", (_n, role) => forbiddenToAll(role));
