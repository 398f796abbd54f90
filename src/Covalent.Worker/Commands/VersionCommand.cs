using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Covalent.Core.Execution;

namespace Covalent.Worker.Commands;

/// <summary>Tells who would run here, as one line of JSON, to people who look into a machine. Dispatchers do not ask: packages carry the version.</summary>
internal static class VersionCommand
{
    public static int Run()
    {
        Console.WriteLine(new JsonObject
        {
            ["worker"] = CovalentVersion.Text,
            ["protocol"] = CovalentVersion.Protocol,
            ["runtime"] = RuntimeInformation.FrameworkDescription,
            ["rid"] = RuntimeInformation.RuntimeIdentifier,
            ["host"] = Environment.MachineName,
        }.ToJsonString());
        return 0;
    }
}
