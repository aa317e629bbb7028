import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import ts from "typescript";

export type Declaration =
  | ts.ClassDeclaration
  | ts.InterfaceDeclaration
  | ts.EnumDeclaration
  | ts.FunctionDeclaration
  | ts.VariableDeclaration;

/** A name as a file knows it: declared in this repository, or imported from a package. */
export interface Resolved {
  readonly declaration?: Declaration;
  readonly package?: string;
}

interface SourceFile {
  readonly declared: ReadonlyMap<string, Declaration>;
  readonly imported: ReadonlyMap<string, readonly [module: string, name: string]>;
}

/** The sources of the library as text: what each file declares and imports. Types are not computed, so it is quick. */
export class SourceIndex {
  private readonly files = new Map<string, SourceFile>();
  private methods?: ReadonlyMap<string, readonly ts.MethodDeclaration[]>;

  public constructor(private readonly root: string) {
    const names = readdirSync(join(root, "lib"), { recursive: true, encoding: "utf8" });
    for (const name of names.filter((each) => each.endsWith(".ts")).sort()) {
      const file = join("lib", name).replaceAll("\\", "/");
      const text = readFileSync(join(root, file), "utf8");
      this.files.set(file, read(ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true)));
    }
  }

  /** What a name means in the file of a node. */
  public resolve(name: string, where: ts.Node): Resolved {
    return this.resolveIn(name, where.getSourceFile().fileName);
  }

  /** What the package exports under a name. */
  public exported(name: string): Declaration | undefined {
    return this.resolveIn(name, "lib/index.ts").declaration;
  }

  /** All names that the package exports. */
  public exportedNames(): readonly string[] {
    return [...this.files.get("lib/index.ts")!.imported.keys()].sort();
  }

  /** Methods of this name, of any class. */
  public methodsNamed(name: string): readonly ts.MethodDeclaration[] {
    this.methods ??= this.allMethods();
    return this.methods.get(name) ?? [];
  }

  private allMethods(): ReadonlyMap<string, readonly ts.MethodDeclaration[]> {
    const byName = new Map<string, ts.MethodDeclaration[]>();
    for (const { declared } of this.files.values()) {
      for (const { members } of [...declared.values()].filter(ts.isClassDeclaration)) {
        for (const method of members.filter(ts.isMethodDeclaration)) {
          const name = method.name.getText();
          byName.set(name, [...(byName.get(name) ?? []), method]);
        }
      }
    }
    return byName;
  }

  private resolveIn(name: string, file: string): Resolved {
    const source = this.files.get(file);
    const declaration = source?.declared.get(name);
    if (source === undefined || declaration !== undefined) return { declaration };
    const [module, original] = source.imported.get(name) ?? [];
    if (module === undefined) return {};
    if (!module.startsWith(".")) return { package: module };
    const target = relative(this.root, join(this.root, dirname(file), module)).replaceAll("\\", "/");
    return this.resolveIn(original!, this.files.has(`${target}.ts`) ? `${target}.ts` : `${target}/index.ts`);
  }
}

function read(source: ts.SourceFile): SourceFile {
  const declared = new Map<string, Declaration>();
  const imported = new Map<string, readonly [string, string]>();
  for (const statement of source.statements) {
    if (ts.isVariableStatement(statement)) {
      for (const each of statement.declarationList.declarations) declared.set(each.name.getText(), each);
    } else if (isNamed(statement)) {
      if (statement.name !== undefined) declared.set(statement.name.text, statement);
    } else if (ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement)) {
      const module = statement.moduleSpecifier;
      if (module === undefined || !ts.isStringLiteral(module)) continue;
      for (const each of elements(statement)) {
        imported.set(each.name.text, [module.text, (each.propertyName ?? each.name).text]);
      }
    }
  }
  return { declared, imported };
}

function elements(
  statement: ts.ImportDeclaration | ts.ExportDeclaration,
): readonly (ts.ImportSpecifier | ts.ExportSpecifier)[] {
  const clause = ts.isImportDeclaration(statement)
    ? statement.importClause?.namedBindings
    : statement.exportClause;
  return clause !== undefined && (ts.isNamedImports(clause) || ts.isNamedExports(clause))
    ? [...clause.elements]
    : [];
}

function isNamed(
  node: ts.Node,
): node is ts.ClassDeclaration | ts.InterfaceDeclaration | ts.EnumDeclaration | ts.FunctionDeclaration {
  return (
    ts.isClassDeclaration(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isEnumDeclaration(node) ||
    ts.isFunctionDeclaration(node)
  );
}
