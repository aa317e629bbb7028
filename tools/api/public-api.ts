import { join } from "node:path";
import ts from "typescript";
import { projectRoot } from "../../stacks/project-root";

/** The files that the entries of the package are made from. */
const entries = ["lib/index.ts", "stacks/index.ts", "lib/handlers/index.ts"] as const;

/** Something that a user of the package can name: an exported name, or a member of it. */
export interface PublicName {
  readonly entry: (typeof entries)[number];
  /** `LabelingKey`, or `LabelingKey.alias`. */
  readonly name: string;
  readonly symbol: ts.Symbol;
}

/** What the package exports. Packages and the standard library are not read, so it takes seconds. */
export class PublicApi {
  public readonly names: readonly PublicName[];
  private readonly checker: ts.TypeChecker;

  public constructor(root: string = projectRoot()) {
    const options: ts.CompilerOptions = {
      noLib: true,
      types: [],
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.CommonJS,
    };
    const host = ts.createCompilerHost(options);
    host.resolveModuleNameLiterals = (literals, file) =>
      literals.map(({ text }) =>
        text.startsWith(".")
          ? ts.resolveModuleName(text, file, options, host)
          : { resolvedModule: undefined },
      );
    const files = entries.map((entry) => join(root, entry));
    const program = ts.createProgram(files, options, host);
    this.checker = program.getTypeChecker();
    this.names = entries.flatMap((entry, index) => {
      const module = this.checker.getSymbolAtLocation(program.getSourceFile(files[index]!)!)!;
      return this.checker.getExportsOfModule(module).flatMap((exported) => this.namesOf(entry, exported));
    });
  }

  /** Whether its doc comment, or that of what it implements, says something in words. */
  public isDocumented({ symbol }: PublicName): boolean {
    return symbol.getDocumentationComment(this.checker).length > 0;
  }

  /** Where what a name in the sources means is declared; nothing for what comes from a package. */
  public declarationsOf(name: ts.Node): readonly ts.Declaration[] {
    const symbol = this.checker.getSymbolAtLocation(name);
    if (symbol === undefined) return [];
    const meant = symbol.flags & ts.SymbolFlags.Alias ? this.checker.getAliasedSymbol(symbol) : symbol;
    return meant.declarations ?? [];
  }

  private namesOf(entry: PublicName["entry"], exported: ts.Symbol): PublicName[] {
    const { name } = exported;
    const symbol = exported.flags & ts.SymbolFlags.Alias ? this.checker.getAliasedSymbol(exported) : exported;
    const withMembers = ts.SymbolFlags.Class | ts.SymbolFlags.Interface | ts.SymbolFlags.Enum;
    if ((symbol.flags & withMembers) === 0) return [{ entry, name, symbol }];
    const inherited = this.checker.getPropertiesOfType(this.checker.getDeclaredTypeOfSymbol(symbol));
    const members = [...inherited, ...(symbol.exports?.values() ?? [])].filter(isPublic);
    return [
      { entry, name, symbol },
      ...members.map((member) => ({ entry, name: `${name}.${member.name}`, symbol: member })),
    ];
  }
}

function isPublic({ name, declarations = [] }: ts.Symbol): boolean {
  const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;
  return (
    !/^(__|prototype$)/.test(name) &&
    declarations.some(
      (one) =>
        (ts.getCombinedModifierFlags(one) & hidden) === 0 &&
        !(ts.isClassElement(one) && one.name !== undefined && ts.isPrivateIdentifier(one.name)),
    )
  );
}
