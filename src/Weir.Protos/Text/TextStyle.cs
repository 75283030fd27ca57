namespace Weir;

/// <summary>The two forms in which TensorFlow's Python prints a message. Both are read back as the same message.</summary>
public enum TextStyle
{
    /// <summary><c>text_format.MessageToString(message)</c>, the form of <c>checkpoint</c> files and of <c>tf.io.write_graph</c>: fields by
    /// number, map entries by key, an Any expanded, floats as Python prints them (<c>2.0</c>).</summary>
    MessageToString,

    /// <summary><c>str(message)</c>, the form in which TensorFlow 2.15 writes <c>saved_model.pbtxt</c>: fields as declared, map entries from
    /// the last key to the first, an Any as it is, floats as C prints them (<c>2</c>), text in UTF-8.</summary>
    /// <remarks>Source: <c>upb/text/encode.c</c> of protobuf 4.25.</remarks>
    Str,
}
