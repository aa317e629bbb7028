import type { Construct } from "constructs";
import { AwsPage } from "../aws-page";
import type { ILabelingKey } from "../encryption/labeling-key";
import { joinedKeys } from "../permissions/key-target";
import { keyAdministrator } from "../permissions/people/key-administrator";
import { personaPermissions } from "../permissions/people/persona-subject";
import { Persona, type PersonaProps } from "./persona";
import { checkPersonaProps } from "./persona-checks";
import { checkInput } from "../validation/check-input";

/** Which keys somebody manages. */
export interface KeyAdministratorProps extends PersonaProps {
  /** The keys that they look after. At least one. */
  readonly encryptionKeys: ILabelingKey[];
  /**
   * Whether they write the policies of the keys. With it they can let anybody use a key, themselves included.
   * @default false
   */
  readonly mayChangeKeyPolicy?: boolean;
}

/**
 * Somebody who looks after keys and cannot use them: rotation, state, deletion, a look at policies and grants.
 *
 * The key's policy must leave administration to IAM, as that of a `LabelingKey` does unless it names administrators. Those
 * whom it names have what it gives them, `kms:PutKeyPolicy` among it, whatever this persona says.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
export class KeyAdministrator extends Persona {
  /** @throws InvalidInputError naming every property that is not allowed */
  public constructor(scope: Construct, id: string, props: KeyAdministratorProps) {
    checkInput("KeyAdministrator", scope, id, props);
    const { encryptionKeys, mayChangeKeyPolicy } = props;
    checkPersonaProps("KeyAdministrator", scope, id, props, (problems) => {
      if (encryptionKeys.length > 0) return;
      problems.add("encryptionKeys", "got none; name the keys to look after", AwsPage.kmsKeyAdministrators);
    });
    super(scope, id, props);
    for (const key of joinedKeys(encryptionKeys.map(({ target }) => target))) {
      this.addPermissions(personaPermissions(keyAdministrator, { key, mayChangeKeyPolicy }, this.rules));
    }
  }
}
