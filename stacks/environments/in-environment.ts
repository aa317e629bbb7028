import { nearest } from "../../lib/validation/nearest";
import type { Places } from "../file/places";
import { ConfigurationError } from "../file/configuration-error";
import type { InEnvironment } from "./environment";

/** One of the configurations of a file. */
interface Located {
  readonly config: InEnvironment;
  readonly places: Places;
}

/**
 * The configuration of one environment.
 *
 * @param name of the environment. @default - the only one
 * @throws ConfigurationError when there is no such environment, or there are several and none is named
 */
export function inEnvironment<Of extends Located>(configs: readonly Of[], name?: string): Of {
  const [only, ...others] = configs;
  if (name === undefined && others.length === 0) return only!;
  const found =
    name === undefined ? undefined : configs.find(({ config }) => config.environment?.name === name);
  if (found !== undefined) return found;
  const names = configs.flatMap(({ config }) => config.environment?.name ?? []);
  const near = name === undefined ? undefined : nearest(name, names);
  const message =
    names.length === 0
      ? `it describes no environments, so there is no ${name}`
      : name === undefined
        ? `it describes several environments, and one is needed: ${names.join(", ")}`
        : `it has no environment ${name}; ${near === undefined ? `it has ${names.join(", ")}` : `did you mean ${near}?`}`;
  throw new ConfigurationError(only!.places.file, [{ message }]);
}
