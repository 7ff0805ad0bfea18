/** This machine in the words of .NET and of the VS Code marketplace. */
const system = { linux: ['linux', 'linux'], darwin: ['osx', 'darwin'], win32: ['win', 'win32'] }[process.platform];

export const runtimeIdentifier = `${system[0]}-${process.arch}`;
export const marketplaceTarget = `${system[1]}-${process.arch}`;
