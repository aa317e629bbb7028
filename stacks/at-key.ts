import { InvalidInputError } from "../lib/validation/problems";

/** Properties of roles that the configuration says once for all of them. A slash begins a key of the whole file. */
const forAllRoles: Readonly<Record<string, string>> = {
  path: "/rolePath",
  "role.path": "/rolePath",
  permissionsBoundary: "/permissionsBoundary",
  "role.permissionsBoundary": "/permissionsBoundary",
};

/**
 * Builds something, and tells what is wrong with it by the keys that it is built from. A property is told as the key of
 * its name in `key`, as both have one name.
 *
 * @param elsewhere the key of a property that does not stand in `key`
 * @throws InvalidInputError
 */
export function atKey<Made>(
  key: string,
  build: () => Made,
  elsewhere: (property: string) => string | undefined = () => undefined,
): Made {
  return retold(build, (property) => {
    // What was told by a part of it already.
    if (property.startsWith("/")) return property;
    return elsewhere(property) ?? forAllRoles[property] ?? `${key}.${property}`;
  });
}

/** The same for something that is built from the value of one key: an ARN, or a name. */
export function atValue<Made>(key: string, build: () => Made): Made {
  return retold(build, () => key);
}

function retold<Made>(build: () => Made, keyOf: (property: string) => string): Made {
  try {
    return build();
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    const problems = error.problems.map((problem) => ({ ...problem, property: keyOf(problem.property) }));
    throw new InvalidInputError(error.subject, problems);
  }
}
