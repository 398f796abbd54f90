using Covalent.Cli.Interaction;
using Covalent.Quantum;

namespace Covalent.Cli.Commands.Circuits;

/// <summary>Reads the program that a verb works on.</summary>
internal static class QasmSource
{
    public static async Task<QasmProgram> ReadAsync(string file, Terminal terminal, CancellationToken cancellationToken) => file == "-"
        ? QasmProgram.Parse(await terminal.ReadAllAsync("a circuit in OpenQASM 2", cancellationToken).ConfigureAwait(false), "standard input")
        : await QasmProgram.LoadAsync(file, cancellationToken).ConfigureAwait(false);
}
