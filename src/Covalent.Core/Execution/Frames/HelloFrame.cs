namespace Covalent.Core.Execution;

/// <summary>What a worker says first on a connection.</summary>
/// <param name="Protocol">See <see cref="CovalentVersion.Protocol"/>.</param>
/// <param name="Secret">The secret the pool gave this worker.</param>
/// <param name="Role">Which of the two connections this is.</param>
/// <param name="Version">The worker's version of Covalent; empty when it does not tell.</param>
/// <remarks>Protocol and secret begin the frame in every protocol, so that a worker of another one can be told from a stranger.</remarks>
internal sealed record HelloFrame(int Protocol, string Secret, byte Role, string Version = "")
{
    /// <summary>The connection that brings the worker its orders.</summary>
    public const byte Orders = 0;

    /// <summary>The connection that takes its results.</summary>
    public const byte Results = 1;

    public static void Write(FrameWriter writer, string secret, byte role)
    {
        writer.Begin(FrameKind.Hello);
        writer.Int(CovalentVersion.Protocol);
        writer.Text(secret);
        writer.Byte(role);
        writer.Text(CovalentVersion.Text);
        writer.End();
    }

    public static HelloFrame Read(ReadOnlyMemory<byte> contents)
    {
        var fields = new FrameFields(contents);
        var (protocol, secret) = (fields.Int(), fields.Text());
        try
        {
            return new HelloFrame(protocol, secret, fields.Byte(), fields.Text());
        }
        catch (CovalentException) when (protocol != CovalentVersion.Protocol)
        {
            return new HelloFrame(protocol, secret, Orders);
        }
    }
}
