using Covalent;

namespace IrisSvm;

/// <summary>How a trained model travels between electrons: in ML.NET's own file format.</summary>
public sealed class SvmModelCodec : PayloadCodec<SvmModel>
{
    public override void Encode(SvmModel value, Stream output) => value.Save(output);

    public override SvmModel Decode(Stream input, int version) => SvmModel.Load(input);
}
