using System.Reflection;

namespace Covalent.Core.Execution;

/// <summary>What is said when a dispatcher and a worker do not understand each other, or have not the same code.</summary>
internal static class VersionMismatch
{
    private const string WhatToDo = "The worker comes with the application: build the application with the dispatcher's version of package 'Covalent' and dispatch again, "
        + "or bring the dispatcher, such as its server, to the application's version.";

    /// <summary>A worker refuses a package for its format, before it reads more of it.</summary>
    /// <param name="format">The package's format.</param>
    /// <param name="sender">The sender's version, where the format is one that tells it first.</param>
    public static VersionMismatchException OfFormat(byte format, string? sender) => new(
        $"The task package is of format {format}, as {(sender is null ? "an earlier Covalent" : $"Covalent {sender}")} writes it, and the worker that was to run it is Covalent {CovalentVersion.Text}, "
        + $"which reads format {PackageImage.FormatVersion}; they do not understand each other. {WhatToDo}");

    /// <summary>A worker refuses a package for the protocol of its sender.</summary>
    public static VersionMismatchException OfPackage(string sender, int protocol) => new(
        $"The task was sent by Covalent {sender} (worker protocol {protocol}), and the worker that was to run it is Covalent {CovalentVersion.Text} "
        + $"(worker protocol {CovalentVersion.Protocol}); they do not understand each other. {WhatToDo}");

    /// <summary>A dispatcher refuses a warm worker.</summary>
    public static VersionMismatchException OfWorker(HelloFrame hello) => new(
        $"The worker that was started is {(hello.Version.Length > 0 ? $"Covalent {hello.Version}" : "of another version of Covalent")} (worker protocol {hello.Protocol}), and this dispatcher is "
        + $"Covalent {CovalentVersion.Text} (worker protocol {CovalentVersion.Protocol}); they do not understand each other. {WhatToDo}");

    /// <summary>A dispatcher refuses an outcome.</summary>
    public static VersionMismatchException OfOutcome(int format) => new(
        $"The outcome of the task has format {format}, and this dispatcher is Covalent {CovalentVersion.Text}, which reads format {OutcomeCodec.FormatVersion}; they do not understand each other. {WhatToDo}");

    /// <summary>A worker has another build of the function's assembly.</summary>
    public static VersionMismatchException OfModule(string task, FunctionReference function, Module module) => new(
        $"Task '{task}' was dispatched with another build of assembly '{function.Assembly}' than its worker on {Environment.MachineName} has: module version {function.ModuleVersion} was dispatched, "
        + $"and '{module.Assembly.Location}' is {module.ModuleVersionId}. Code of another build is not run in its place. Put the build that dispatches where the worker is started (its folder or its container image), or dispatch again with that one.");
}
