using System.CommandLine;

namespace Covalent.Cli.Commands.Dispatches;

/// <summary>Node ids on the command line.</summary>
internal static class NodeArgument
{
    public static Option<int?> Option(string description)
    {
        var option = new Option<int?>("--node") { Description = description, HelpName = "N" };
        option.Between(0, int.MaxValue);
        return option;
    }

    /// <exception cref="CommandException">The dispatch has no such node.</exception>
    public static int Check(DispatchSnapshot dispatch, int node) => node >= 0 && node < dispatch.NodeCount
        ? node
        : throw new CommandException(ExitCodes.NotFound, $"Dispatch {dispatch.DispatchId} has no node {node}; its nodes are 0 to {dispatch.NodeCount - 1}. 'covalent show {dispatch.DispatchId}' lists them.");
}
