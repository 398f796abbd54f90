using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Covalent.Core.Execution;

namespace Covalent.Worker.Commands;

/// <summary>Tells who would run here, as one line of JSON; how a dispatcher checks a host before it sends work.</summary>
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
