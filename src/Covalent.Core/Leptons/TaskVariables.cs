using System.Globalization;

namespace Covalent.Core.Leptons;

/// <summary>Tells programs of a task which task they belong to.</summary>
internal static class TaskVariables
{
    public static void Set(IDictionary<string, string?> environment)
    {
        if (ElectronContext.Current is { } context)
        {
            environment["COVALENT_DISPATCH_ID"] = context.DispatchId;
            environment["COVALENT_NODE_ID"] = context.NodeId.ToString(CultureInfo.InvariantCulture);
            environment["COVALENT_ATTEMPT"] = context.Attempt.ToString(CultureInfo.InvariantCulture);
        }
    }
}
