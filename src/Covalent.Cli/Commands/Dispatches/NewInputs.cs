using System.Text;
using Covalent.Cli.Interaction;

namespace Covalent.Cli.Commands.Dispatches;

/// <summary>New inputs of an earlier dispatch: refused before anything is started where it is certain that its tasks could not read them.</summary>
internal static class NewInputs
{
    /// <param name="client">Where the dispatch is.</param>
    /// <param name="earlier">The dispatch.</param>
    /// <param name="inputs">JSON by name.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="CommandException">A value is of another kind than the input it is meant for.</exception>
    public static async Task CheckAsync(IDispatcherClient client, DispatchSnapshot earlier, IReadOnlyDictionary<string, string> inputs, CancellationToken cancellationToken)
    {
        if (inputs.Count == 0)
        {
            return;
        }

        var lattice = await client.GetLatticeAsync(earlier.DispatchId, cancellationToken).ConfigureAwait(false);
        foreach (var input in lattice.Inputs.Where(input => inputs.ContainsKey(input.Name)))
        {
            var old = input.Node is { } node ? await client.GetNodeOutputAsync(earlier.DispatchId, node, cancellationToken).ConfigureAwait(false) : input.Value;
            if (old is not null)
            {
                Check(input.Name, old.Header.Type, inputs[input.Name]);
            }
        }
    }

    // Types of the user are not known here: only their own program can tell.
    private static void Check(string name, string typeName, string json)
    {
        if (ReadableType.Find(typeName) is not { } type)
        {
            return;
        }

        try
        {
            ValueCodec.For(type).DecodeJson(Encoding.UTF8.GetBytes(json));
        }
        catch (PayloadException)
        {
            throw new CommandException(ExitCodes.Usage, $"'{Printable.Line(json, 60)}' cannot be the value of input '{name}', which is of type {typeName}. Nothing was started; write the value as JSON of that type.");
        }
    }
}
